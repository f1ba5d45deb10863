import { expect } from 'vitest'
import type { ChatEvent } from '../../src/model/events'
import { FakeClock, pass } from './fake-clock'
import { FakeServer } from './fake-server'
import { text } from './fixtures'
import { MemoryStorage } from './memory-storage'
import { SyncRig } from './sync-rig'

/** One thing that happens; `a` and `b` say where, and how much of it. */
export interface ReadStep {
  readonly what: 'say' | 'recall' | 'mark' | 'disturb' | 'release' | 'run' | 'deliver' | 'cut' | 'connect' | 'time' |
    'restart' | 'enter'
  readonly a: number
  readonly b: number
}

/** Whose devices there are. */
const owners = ['ann', 'ann', 'bob'] as const
const rooms = ['room', 'ann+bob'] as const
const calls = [undefined, undefined, ['ann'], ['*'], ['bob', 'cem'], ['*', 'ann']] as const
/** The least time between two `read` of a conversation on one link, in ms. */
const PAUSE = 500

interface Device {
  rig: SyncRig
  readonly fates: ('pass' | 'drop' | 'twice' | 'late')[]
  /** When it told of each conversation's cursor last, on this link. */
  readonly told: Map<string, number>
  /** How far its cursors were. */
  readonly cursors: Map<string, number[]>
}

/** Two devices of Ann's and one of Bob's, and how far both have read in two conversations. */
export class ReadModel {
  readonly server = new FakeServer('room', 'ann+bob')
  private readonly clock = new FakeClock()
  private readonly devices: Device[]
  private starts = 0

  constructor() {
    this.server.log('ann+bob').kind = 'direct'
    this.devices = owners.map(owner => this.start(owner))
  }

  async take({ what, a, b }: ReadStep): Promise<void> {
    const device = this.devices[a % 3]
    const room = rooms[b % 2] ?? 'room'
    const owner = owners[a % 3] ?? 'ann'
    if (!device) return
    const { rig, fates, told } = device
    const log = this.server.log(room)
    switch (what) {
      case 'say': {
        const person = room === 'room' ? ['ann', 'bob', 'cem'][a % 3] : ['ann', 'bob'][a % 2]
        const mentions = calls[b % calls.length]
        const content = text(`${this.server.now}`)
        const message = { type: 'message', content, mentions: mentions && [...mentions] } as const
        this.server.store(room, person ?? 'bob', `said-${room}-${log.events.length}`, message)
        break
      }
      case 'recall': {
        const message = log.events[a % (log.events.length || 1)]
        if (message?.type !== 'message') return
        const recall = { type: 'recall', target: message.seq } as const
        this.server.store(room, message.from.id, `said-${room}-${log.events.length}`, recall)
        break
      }
      case 'mark':
        rig.sync.markRead(room, (a >> 2) % (log.events.length + 3))
        break
      case 'disturb':
        for (let count = 0; count <= b % 4; count++) {
          fates.push((['pass', 'drop', 'twice', 'late'] as const)[(a >> (2 * count + 1)) % 4] ?? 'pass')
        }
        break
      case 'release':
        await rig.release(a >> 2)
        break
      case 'run':
        await rig.run()
        break
      case 'deliver':
        await rig.deliver((a >> 2) % 4, b % 5)
        break
      case 'cut':
        rig.cut()
        told.clear()
        break
      case 'connect':
        if (!rig.isOpen) rig.open(owner)
        await rig.deliver(b % 3 ? Infinity : 1, b % 3 ? Infinity : 1)
        break
      case 'time':
        await pass(this.clock, [30, 200, 510, 1_100][a % 4] ?? 0)
        break
      case 'restart':
        if (b % 2) rig.sync.keep()
        rig.kill(a % 4)
        Object.assign(device, this.start(owner, rig.storage.items))
        break
      case 'enter':
        rig.sync.enter(room)
    }
    this.check()
  }

  /** All troubles end, and everything comes to rest. */
  async end(): Promise<void> {
    for (const [index, { rig, fates }] of this.devices.entries()) {
      fates.length = 0
      await rig.run()
      await rig.release()
      if (!rig.isOpen) rig.open(owners[index])
      await rig.run()
    }
    // Had the newest ones been lost, nobody could know before the next one.
    for (const room of rooms) this.server.says('bob', 'the end', room)
    for (let round = 0; round < 4; round++) {
      for (const { rig } of this.devices) await rig.run()
      await pass(this.clock, PAUSE)
    }
    this.check()
    for (const [index, { rig }] of this.devices.entries()) {
      for (const room of rooms) {
        const owner = owners[index] ?? 'ann'
        const log = this.server.log(room)
        const { head, read, unread, mention, reached, delivered } = this.server.view(log, owner)
        const now = rig.sync.conversations.get(room)
        const name = `${room} on device ${index}: head, read, unread, mention`
        expect([now?.head, now?.read, now?.unread, now?.mention], name).toEqual([head, read, unread, mention])
        if (log.kind !== 'direct') continue
        expect(now?.reached, `how far the other is, on device ${index}`).toEqual(reached)
        expect(delivered, 'what has reached a device').toBe(head)
      }
    }
  }

  private start(owner: string, items = new Map<string, string>()): Device {
    this.starts += 1
    const { clock, starts } = this
    const rig = new SyncRig(this.server, new MemoryStorage(items), { clock, firstId: starts * 1_000 })
    const device: Device = { rig, fates: [], told: new Map(), cursors: new Map() }
    rig.disturb = event => this.disturb(event, device)
    rig.watchSent = (command) => {
      if (command.type !== 'read') return
      const { conversationId } = command
      const last = device.told.get(conversationId) ?? -Infinity
      if (clock.now() - last < PAUSE) throw new Error(`read is told again after ${clock.now() - last} ms`)
      device.told.set(conversationId, clock.now())
    }
    rig.sync.restore(owner)
    return device
  }

  /** Entries may be lost, as a gap shows; what says how far somebody is may be late. */
  private disturb({ type }: ChatEvent, { fates }: Device): Device['fates'][number] {
    if (type !== 'logged' && type !== 'readMoved' && type !== 'reached') return 'pass'
    const fate = fates.shift() ?? 'pass'
    return fate === 'drop' && type !== 'logged' ? 'late' : fate
  }

  /** No cursor moves back. */
  private check(): void {
    for (const { rig, cursors } of this.devices) {
      for (const room of rooms) {
        const { read = 0, delivered = 0, reached } = rig.sync.conversations.get(room) ?? {}
        const now = [read, delivered, reached?.read ?? 0, reached?.delivered ?? 0]
        const before = cursors.get(room) ?? []
        if (now.some((cursor, index) => cursor < (before[index] ?? 0))) {
          throw new Error(`a cursor of ${room} moves back from ${before.join()} to ${now.join()}`)
        }
        cursors.set(room, now)
      }
    }
  }
}
