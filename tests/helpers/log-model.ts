import { expect } from 'vitest'
import type { Amendable } from '../../src/model/entry'
import type { Message } from '../../src/model/message'
import type { ClientFrame, ServerFrame, WireMessage } from '../../src/protocols/native/wire'
import { FakeClock, pass } from './fake-clock'
import { FakeServer } from './fake-server'
import { text } from './fixtures'
import { MemoryStorage } from './memory-storage'
import { SyncRig } from './sync-rig'

/** One thing that happens; `a` and `b` say to what, and how much of it. */
export interface LogStep {
  readonly what: 'say' | 'amend' | 'change' | 'write' | 'disturb' | 'release' | 'run' | 'deliver' | 'cut' | 'connect' |
    'away' | 'short' | 'fail' | 'earlier' | 'time' | 'reset' | 'trim' | 'restart'
  readonly a: number
  readonly b: number
}

const authors = ['bob', 'cem', 'ann'] as const
const fates = ['pass', 'drop', 'twice', 'late'] as const

/** How long a client waits for a page, in ms. */
const PATIENCE = 10_000

/** A log that several people write to, a client that follows it over a bad link, and whether it shows the log. */
export class LogModel {
  readonly server = new FakeServer()
  rig: SyncRig
  private starts = 0
  /** When each `history` without an answer was asked. */
  private readonly asked = new Map<string, number>()
  /** What becomes of the next events. */
  private readonly ahead: (typeof fates)[number][] = []
  private failing = 0
  private epochs = 1
  private said = 0
  private wasTrimmed = false
  /** Whether this link has lost or swapped something, which the protocol promises it doesn't. */
  private isRough = false

  constructor(private readonly maxGap: number | undefined) {
    this.server.instead = frame => this.fail(frame)
    this.rig = this.start(new MemoryStorage(), new FakeClock())
  }

  async take(step: LogStep): Promise<void> {
    await this.happen(step)
    this.checkAsked()
    this.checkShown()
  }

  /** All troubles end, and everything comes to rest; then all is loaded. */
  async end(): Promise<void> {
    this.ahead.length = 0
    this.failing = 0
    const { rig, server } = this
    server.pageLength = Math.max(server.pageLength, server.log().events.length / 50)
    await rig.run()
    await rig.release()
    if (!rig.isOpen) rig.open()
    await rig.run()
    // Had the newest ones been lost, nobody could know before the next one.
    this.sayLast()
    for (let round = 0; round < 4; round++) {
      await rig.run()
      await pass(rig.clock, PATIENCE)
    }
    rig.sync.enter('room')
    await rig.run()
    this.checkAll()
    for (let pages = 0; !rig.sync.timeline('room')?.atStart; pages++) {
      must(pages < 200, 'the start is never reached')
      const loading = [rig.sync.loadEarlier('room'), ...(pages % 3 ? [] : [rig.sync.loadEarlier('room')])]
      await rig.run()
      await Promise.all(loading)
    }
    this.checkAll()
    const { trimmed, events } = server.log()
    const all = events.filter(({ seq, type }) => type === 'message' && seq > trimmed).map(({ seq }) => seq)
    expect(this.shown().map(({ seq }) => seq).filter(seq => Number(seq) > trimmed), 'all is shown').toEqual(all)
  }

  /** The last entry: often one that speaks of a message which is not the newest one. */
  private sayLast(): void {
    const log = this.server.log()
    const [message] = log.events.slice(-5, -1)
    if (this.said % 3 === 0 || message?.type !== 'message') return void this.server.says('bob', 'the end')
    const what = { type: 'react', emoji: '!', on: true } as const
    this.server.store('room', 'bob', 'the end', this.server.change(what, message, log, 'bob'))
  }

  private start(storage: MemoryStorage, clock: FakeClock): SyncRig {
    this.starts += 1
    const rig = new SyncRig(this.server, storage, { clock, maxGap: this.maxGap, firstId: this.starts * 1_000 })
    rig.disturb = (event) => {
      const fate = event.type === 'logged' || event.type === 'page' ? this.ahead.shift() ?? 'pass' : 'pass'
      this.isRough ||= fate === 'drop' || fate === 'late'
      return fate
    }
    rig.watchSent = (command) => {
      if (command.type === 'history') this.asked.set(command.id, rig.clock.now())
    }
    rig.watch = (event) => {
      this.checkAsked()
      if ('id' in event && event.id !== undefined) this.asked.delete(event.id)
    }
    rig.sync.restore('ann')
    rig.sync.enter('room')
    return rig
  }

  private async happen({ what, a, b }: LogStep): Promise<void> {
    const { rig, server } = this
    switch (what) {
      case 'say':
        for (let count = 0; count <= a % 6; count++) this.say(b + count)
        return
      case 'amend':
        return this.amend(a, b)
      case 'write':
        return void rig.sync.write('room', text(`mine ${this.said += 1}`))
      case 'change':
        return this.change(a, b)
      case 'disturb':
        for (let count = 0; count <= b % 5; count++) this.ahead.push(fates[(a >> (count * 2)) % 4] ?? 'pass')
        return
      case 'release':
        return rig.release(b % 3 ? a : undefined)
      case 'run':
        return rig.run()
      case 'deliver':
        return rig.deliver(a % 4, b % 6)
      case 'cut':
        return this.cut()
      case 'connect':
        if (!rig.isOpen) rig.open()
        return a % 3 ? rig.run() : rig.deliver(a % 4, b % 5)
      case 'away':
        this.cut()
        for (let count = 0; count < (this.maxGap ?? 300) * (a % 4) / 2 + b % 4; count++) this.append(count)
        return
      case 'short':
        server.pageLength = a % 3 ? 1 + b % 9 : Infinity
        return
      case 'fail':
        this.failing = 1 + a % 3
        return
      case 'earlier':
        for (let count = 0; count <= a % 3; count++) void rig.sync.loadEarlier('room').catch(() => {})
        return b % 2 ? rig.run() : undefined
      case 'time':
        return pass(rig.clock, [100, 1_100, 5_100, 11_000][a % 4] ?? 0)
      case 'reset':
        this.cut()
        this.epochs += 1
        return server.resetLog('room', `e${this.epochs}`)
      case 'trim':
        // A server that forgets what it stored isn't asked whether it stored it: see docs/reliability.md.
        if (rig.sync.timeline('room')?.messages.some(({ status }) => status !== 'sent')) return
        this.cut()
        this.wasTrimmed = true
        server.log().trimmed = Math.max(server.log().trimmed, server.log().events.length - a % 40)
        return
      case 'restart':
        rig.sync.keep()
        rig.kill(a % 3)
        this.asked.clear()
        this.rig = this.start(new MemoryStorage(rig.storage.items), new FakeClock(rig.clock.now() + 60_000))
    }
  }

  private cut(): void {
    this.rig.cut()
    this.isRough = false
    this.asked.clear()
    this.ahead.length = 0
  }

  private say(who: number): void {
    this.said += 1
    const person = authors[who % 3] ?? 'bob'
    this.server.says(person, `said ${this.said}`, 'room', `said-${this.said}`)
  }

  /** Somebody else's entry, while the client is away. */
  private append(who: number): void {
    this.said += 1
    if (who % 4 === 3) return this.amend(who, this.said * 7)
    const content = text(`said ${this.said}`)
    this.server.append('room', authors[who % 3] ?? 'bob', `said-${this.said}`, { type: 'message', content })
  }

  /** Somebody changes a message, here or on another device. */
  private amend(a: number, b: number): void {
    const log = this.server.log()
    const messages = log.events.filter((event): event is WireMessage => event.type === 'message')
    // Mostly one of the newest.
    const message = messages[messages.length - 1 - b % (b % 3 ? 4 : messages.length || 1)]
    if (!message || this.server.folded(message, log).content.kind === 'recalled') return
    this.said += 1
    const author = message.from.id
    const who = authors[a % 3] ?? 'bob'
    const kind = b % 7
    const [person, what] = kind === 0
      ? [author, { type: 'recall' }] as const
      : kind < 4
        ? [author, { type: 'edit', content: text(`edit ${this.said}`) }] as const
        : [who, { type: 'react', emoji: ['+', '-', '?'][a % 3 + b % 1] ?? '+', on: a % 5 > 1 }] as const
    this.server.store('room', person, `said-${this.said}`, this.server.change(what, message, log, person))
  }

  /** Ann changes a message here. */
  private change(a: number, b: number): void {
    const { sync } = this.rig
    const messages = this.shown()
    const message = messages[messages.length - 1 - b % (messages.length || 1)]
    if (!message || message.content.kind === 'recalled') return
    this.said += 1
    const target = { from: message.own ? 'ann' : message.author.id, id: message.id }
    const change = message.own && a % 3 === 0
      ? { type: 'recall', target } as const
      : message.own && a % 3 === 1
        ? { type: 'edit', target, content: text(`edit ${this.said}`) } as const
        : { type: 'react', target, emoji: a % 2 ? '+' : '-', on: b % 4 > 0 } as const
    sync.change('room', change).catch(() => {})
    const now = sync.timeline('room')?.messages.find(({ key }) => key === message.key)
    if (sync.self && now?.changing !== true) throw new Error('a change is shown at once, as such')
  }

  private fail(frame: ClientFrame): ServerFrame | null {
    if (frame.type !== 'history' || this.failing === 0) return null
    this.failing -= 1
    return { type: 'error', id: frame.id, code: [4029, 4500, 4503][this.failing % 3] ?? 4500, message: 'not now' }
  }

  private shown(): readonly Message[] {
    return this.rig.sync.timeline('room')?.messages ?? []
  }

  private checkAsked(): void {
    const now = this.rig.clock.now()
    const open = [...this.asked].filter(([, at]) => now - at < PATIENCE)
    must(open.length <= 1, `${open.length} pages are asked for at once`)
  }

  /** What is placed rises without repetition, and no log is mixed with another one. */
  private checkShown(): void {
    const shown = this.shown()
    const keys = shown.map(({ key }) => key)
    must(new Set(keys).size === keys.length, `shown twice: ${keys.join(' ')}`)
    const { events, epoch } = this.server.log()
    const placed = shown.filter(({ seq }) => seq !== null)
    const isThis = placed.map(({ seq, id }) => events[Number(seq) - 1]?.id === id)
    if (this.rig.sync.timeline('room')?.epoch === epoch) must(!isThis.includes(false), 'of another log')
    must(this.epochs === 1 || !isThis.includes(true) || !isThis.includes(false), 'two logs are mixed')
    must(placed.every(({ seq }, index) => index === 0 || Number(seq) > Number(placed[index - 1]?.seq)), 'out of order')
  }

  /** What is shown stands as the server has it. */
  private checkAll(): void {
    const { server, rig } = this
    const log = server.log()
    const timeline = rig.sync.timeline('room')
    const first = timeline?.first ?? 0
    expect([timeline?.head, timeline?.hasGap, timeline?.epoch], 'the end')
      .toEqual([log.events.length, false, log.epoch])
    expect(rig.sync.loadState('room')).toBe('ready')
    const folded = new Map(log.events.flatMap(event =>
      (event.type === 'message' ? [[event.seq, server.folded(event, log)] as const] : [])))
    const shown = this.shown()
    if (!this.wasTrimmed) {
      expect(shown.map(({ seq }) => seq), 'the newest').toEqual([...folded.keys()].filter(seq => seq >= first))
    }
    for (const message of shown) {
      const { seq, status, changing } = message
      must(status === 'sent' && !changing, `${seq} is ${status}, ${changing}`)
      if (!this.wasTrimmed) expect(stands(message), `message ${seq}`).toEqual(stands(folded.get(Number(seq))))
    }
    const { head, last } = rig.sync.conversations.get('room') ?? {}
    expect(head, 'the head of the conversation').toBe(log.events.length)
    // What a rough link has lost is known where it is shown; the list learns of it with the next message or welcome.
    if (!this.isRough) expect(stands(last), 'the last message').toEqual(stands([...folded.values()].at(-1)))
  }
}

/** What amendments have made of a message. */
function stands(message?: Omit<Amendable, 'content'> & { readonly content: unknown }) {
  const reactions = message?.reactions ?? []
  return {
    content: message?.content,
    edited: message?.edited,
    reactions: reactions.map(({ emoji, count, people }) => [emoji, count, people.map(({ id }) => id).sort()]),
  }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}
