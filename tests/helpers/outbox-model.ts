import type { Change } from '../../src/model/write'
import type { ClientFrame, ServerFrame } from '../../src/protocols/native/wire'
import { FakeClock, pass } from './fake-clock'
import { FakeServer } from './fake-server'
import { text } from './fixtures'
import { MemoryStorage } from './memory-storage'
import { SyncRig } from './sync-rig'

const whats = [
  'write', 'write', 'write', 'change', 'say', 'deliver', 'deliver', 'run', 'cut', 'connect', 'connect', 'refuse',
  'cancel', 'cancel', 'retry', 'time', 'trouble', 'trouble', 'sleep', 'sleep', 'enter', 'die',
] as const

/** What may happen, by name. */
export type What = (typeof whats)[number]

/** One thing that happens; `a` and `b` say to what, and how much of it. */
export interface Step {
  readonly what: What
  readonly a: number
  readonly b: number
  /** After so many of its operations, on the storage and on the link, the process ends; null if it lives on. */
  readonly dies: number | null
}

/** The names of the steps, the usual ones more than once. */
export const STEPS: readonly What[] = whats

/** What Ann wrote, as the model knows it. */
interface Written {
  /** What it says: nothing else says that. */
  readonly marker: string
  readonly room: string
  readonly type: 'send' | 'edit' | 'react'
  /** Its id, once the model has seen it. */
  id?: string
  /** The storage may not have it, so that a kill may lose it. */
  shaky: boolean
  /** Lost for a good reason. */
  buried: boolean
  /** It was handed over while the storage took nothing. */
  untold: boolean
  /** The user took it back; `maybe` if the process ended on the way, or the storage may not know. */
  cancelled: 'no' | 'maybe' | 'yes'
  /** How its promise ended. */
  settled?: 'kept' | 'refused'
  /** In which life it was written. */
  readonly life: number
}

/** Whether a condition holds that must. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/** A client that writes, its phone, its link and a server, and what should come of it. */
export class OutboxModel {
  readonly server = new FakeServer('room', 'other')
  rig: SyncRig
  private readonly items = new Map<string, string>()
  private readonly writes: Written[] = []
  private lives = 1
  /** Whether the storage is broken or full. */
  private trouble = false
  /** Whether this life knows whose storage it is. */
  private hasVault = false
  private refusals = { code: 0, left: 0, forLink: false }
  /** Which write has to come again before the server takes another one; `link` if none on this link will do. */
  private blockedBy: string | null = null

  constructor(restores: boolean, ackFirst: boolean) {
    this.server.ackFirst = ackFirst
    this.server.instead = frame => this.refuse(frame)
    this.rig = this.start(new FakeClock(), restores)
  }

  /** Lets one thing happen, and looks whether all is as it should be. */
  async take(step: Step): Promise<void> {
    const { storage } = this.rig
    if (step.dies !== null) storage.operations = step.dies
    await this.happen(step)
    if (this.rig.stuck > 0 && this.rig.isOpen) this.rig.cut()
    this.rig.stuck = 0
    this.learn()
    this.checkShown()
    if (step.dies !== null || step.what === 'die') this.die(step.b)
  }

  /** All troubles end, and everything comes to rest. */
  async end(): Promise<void> {
    this.endTrouble()
    this.refusals.left = 0
    for (let round = 0; round < 6; round++) {
      if (this.rig.stuck > 0) this.rig.cut()
      this.rig.stuck = 0
      if (!this.rig.isOpen) this.open()
      for (const room of ['room', 'other']) this.rig.sync.enter(room)
      await this.rig.run()
      await pass(this.rig.clock, 11_000)
      await this.rig.run()
    }
    this.rig.sync.keep()
    this.learn()
    this.checkShown()
    this.checkEnd()
  }

  private start(clock: FakeClock, restores: boolean): SyncRig {
    const rig = new SyncRig(this.server, new MemoryStorage(this.items), { clock, firstId: this.lives * 1_000 })
    // It can be full from the start, not broken: see `connect`.
    if (this.trouble) this.makeTrouble(rig.storage, 0)
    this.hasVault = restores
    if (restores) rig.sync.restore('ann')
    return rig
  }

  private die(seed: number): void {
    this.rig.kill(seed % 5)
    this.learn()
    for (const write of this.writes) {
      if (write.cancelled === 'yes') {
        must(write.shaky || !this.isStored(write), `${write.marker} is kept, though cancelled`)
        if (write.shaky) write.cancelled = 'maybe'
      }
      if (write.cancelled !== 'no' || this.isStored(write) || this.isThrough(write)) continue
      must(write.shaky || write.buried, `${write.marker} is lost in life ${write.life}`)
      write.buried = true
    }
    this.lives += 1
    // The clock may be set while the app isn't there, also back.
    const clock = new FakeClock(this.rig.clock.now() + ((seed % 7) - 2) * 40_000)
    this.rig = this.start(clock, seed % 3 > 0)
  }

  private async happen({ what, a, b }: Step): Promise<void> {
    const { rig, server } = this
    switch (what) {
      case 'write':
        return this.write(a % 4 === 0 ? 'other' : 'room')
      case 'change':
        return this.change(a % 4 === 0 ? 'other' : 'room', a, b)
      case 'say':
        return void server.says(a % 2 ? 'bob' : 'cem', `said ${server.now}`, b % 3 ? 'room' : 'other')
      case 'deliver':
        return rig.deliver(a % 5, b % 5)
      case 'run':
        return rig.run()
      case 'cut':
        await rig.deliver(a % 4, b % 4)
        return rig.cut()
      case 'connect':
        // What can't be read when it is known whose it is waits for the next start.
        if (!this.hasVault && rig.storage.broken) this.endTrouble()
        if (!rig.isOpen) this.open()
        return a % 3 ? rig.run() : rig.deliver(a % 4, b % 5)
      case 'refuse':
        this.refusals = { code: [4022, 4003, 4029, 4500][a % 4] ?? 0, left: 1 + b % 2, forLink: b % 3 === 0 }
        return
      case 'cancel':
        return this.cancel(a)
      case 'retry': {
        const failed = this.shown().filter(({ status }) => status === 'failed')
        const message = failed[a % (failed.length || 1)]
        if (message) rig.sync.retry(message.conversationId, message.id)
        return
      }
      case 'time':
        return pass(rig.clock, [20, 600, 1_100, 3_000, 12_000, 31_000][a % 6] ?? 0)
      case 'trouble':
        if (this.trouble) this.endTrouble()
        else this.makeTrouble(rig.storage, b)
        return
      case 'sleep':
        rig.sync.keep()
        if (this.hasVault && rig.sync.self && !this.trouble) this.writes.forEach(write => (write.shaky = false))
        return
      case 'enter':
        return rig.sync.enter(a % 2 ? 'room' : 'other')
    }
  }

  private open(): void {
    this.blockedBy = null
    this.rig.open()
  }

  private note(room: string, type: Written['type']): Written {
    const write: Written = {
      marker: `${type}-${this.writes.length + 1}`, room, type, shaky: false, untold: false, buried: false,
      cancelled: 'no', life: this.lives,
    }
    this.writes.push(write)
    return write
  }

  /** What was asked of the phone is done, unless the process ended meanwhile. */
  private get isShaky(): boolean {
    return this.trouble || !this.hasVault || this.rig.storage.isDead
  }

  private write(room: string): void {
    const write = this.note(room, 'send')
    this.rig.sync.write(room, text(write.marker))
    write.id = this.rig.sync.timeline(room)?.messages.at(-1)?.id
    write.shaky = this.isShaky
  }

  private change(room: string, a: number, b: number): void {
    const messages = this.rig.sync.timeline(room)?.messages ?? []
    const message = messages[b % (messages.length || 1)]
    if (!message) return
    const target = { from: message.own ? 'ann' : message.author.id, id: message.id }
    // A recall leaves nothing to tell it by: of others' messages it is refused, of one's own it is seen by the effect.
    if (a % 5 === 0) return void this.rig.sync.change(room, { type: 'recall', target }).catch(() => {})
    const write = this.note(room, a % 5 < 3 ? 'edit' : 'react')
    const change: Change = write.type === 'edit'
      ? { type: 'edit', target, content: text(write.marker) }
      : { type: 'react', target, emoji: write.marker, on: true }
    this.rig.sync.change(room, change).then(() => (write.settled = 'kept'), () => (write.settled = 'refused'))
    write.shaky = this.isShaky
  }

  private cancel(a: number): void {
    const own = this.shown().filter(({ status }) => status !== 'sent')
    const message = own[a % (own.length || 1)]
    if (!message) return
    const may = message.status === 'queued' || message.status === 'failed'
    this.rig.sync.discard(message.conversationId, message.id)
    const isGone = !this.shown().some(({ id }) => id === message.id)
    must(isGone === may, `a message that is ${message.status} is ${isGone ? 'gone' : 'there'} after it was cancelled`)
    const write = this.writes.find(({ id }) => id === message.id)
    if (!may || !write) return
    // Where the storage had it as never tried, since it failed while that was handed over, nobody can know.
    write.cancelled = this.rig.storage.isDead || write.untold ? 'maybe' : 'yes'
    write.shaky = this.isShaky || write.shaky
  }

  private makeTrouble(storage: MemoryStorage, b: number): void {
    this.trouble = true
    if (b % 2) storage.broken = true
    else storage.capacity = storage.size + b % 300
  }

  private endTrouble(): void {
    this.trouble = false
    Object.assign(this.rig.storage, { broken: false, capacity: Infinity })
  }

  /** The server says no, for good or for now; never to what it has. */
  private refuse(frame: ClientFrame): ServerFrame | null {
    if (frame.type !== 'send' && frame.type !== 'edit' && frame.type !== 'recall' && frame.type !== 'react') return null
    const { id, conversation } = frame
    const { refusals } = this
    if (this.server.known(conversation, 'ann', id)) return null
    if (this.blockedBy !== null && this.blockedBy !== id) return { type: 'error', id, code: 4500, message: 'not now' }
    this.blockedBy = null
    if (refusals.left === 0) return null
    refusals.left -= 1
    if (refusals.code < 4029) this.server.refused.add(id)
    else this.blockedBy = refusals.forLink ? 'link' : id
    return { type: 'error', id, code: refusals.code, message: 'no' }
  }

  /** What is shown in both rooms. */
  private shown() {
    return ['room', 'other'].flatMap(room => this.rig.sync.timeline(room)?.messages ?? [])
  }

  /** Takes up what can be seen by now. */
  private learn(): void {
    for (const command of this.rig.commands.splice(0)) {
      const write = this.writes.find(({ marker }) => JSON.stringify(command).includes(`"${marker}"`))
      if (!write) continue
      write.id = 'id' in command ? command.id : write.id
      // Handed over, and the storage doesn't know: after a kill it looks as if it never had been.
      if (this.trouble) write.untold = true
    }
    if (this.hasVault || !this.rig.sync.self) return
    this.hasVault = true
    if (this.trouble || this.rig.storage.isDead) return
    for (const write of this.writes) if (write.life === this.lives) write.shaky = false
  }

  private isStored({ marker }: Written): boolean {
    return [...this.items].some(([key, value]) => key.startsWith('chat/ann/out/') && value.includes(`"${marker}"`))
  }

  /** How often it is in the log. */
  private logged({ marker, room }: Written): number {
    return this.server.log(room).events.filter(event => event.from.id === 'ann' && JSON.stringify(event)
      .includes(`"${marker}"`)).length
  }

  private isThrough(write: Written): boolean {
    const isChange = write.type !== 'send'
    return this.logged(write) > 0 || (isChange && write.id !== undefined && this.server.refused.has(write.id))
  }

  private checkShown(): void {
    const shown = this.shown()
      .map(({ conversationId, id, author, own }) => `${conversationId}/${own || author.id}/${id}`)
    must(new Set(shown).size === shown.length, `something is shown twice: ${shown.join(' ')}`)
    for (const write of this.writes) must(this.logged(write) <= 1, `${write.marker} is in the log twice`)
  }

  private checkEnd(): void {
    const shown = this.shown()
    for (const { status, id } of shown) must(status === 'sent' || status === 'failed', `${id} is ${status} for ever`)
    for (const write of this.writes) {
      const { marker, id, cancelled, buried, settled, life, type } = write
      const isLogged = this.logged(write) === 1
      const isRefused = id !== undefined && this.server.refused.has(id)
      // A refusal that was not heard is asked for again, and may end otherwise.
      const isFailed = type === 'send'
        ? shown.some(one => one.id === id && one.status === 'failed')
        : isRefused && !isLogged
      must(!(isLogged && isFailed), `${marker} is in the log, and failed`)
      must(isLogged || isFailed || buried || cancelled !== 'no', `${marker} is lost`)
      must(!(isLogged && cancelled === 'yes'), `${marker} was cancelled, and is in the log`)
      if (type === 'send') must(!isLogged || shown.some(one => one.id === id && one.seq), `${marker} isn't shown`)
      else if (life === this.lives) must(settled === (isLogged ? 'kept' : 'refused'), `${marker} ended: ${settled}`)
    }
    for (const room of ['room', 'other']) this.checkOrder(room)
    const left = [...this.items.keys()].filter(key => key.startsWith('chat/ann/out/')).length
    must(left === shown.filter(({ status }) => status === 'failed').length, `${left} are still kept to be sent`)
  }

  /** What Ann wrote stands in the log as it was written, but for what was refused in between. */
  private checkOrder(room: string): void {
    const { events } = this.server.log(room)
    const inOrder = this.writes.filter(write => write.room === room && !this.server.refused.has(write.id ?? ''))
    const places = inOrder.map(({ id }) => events.findIndex(event => event.from.id === 'ann' && event.id === id))
      .filter(place => place >= 0)
    must(places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0)), `the order is ${places}`)
  }
}
