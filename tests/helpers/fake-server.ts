import type {
  ClientFrame, EditFrame, HistoryFrame, ReactFrame, RecallFrame, ServerFrame, WireConversation, WireEvent, WireMessage,
  WirePerson, WriteFrame,
} from '../../src/protocols/native/wire'

interface Log {
  id: string
  kind: 'group' | 'direct'
  title: string
  epoch: string
  events: WireEvent[]
  /** Pages have nothing up to this `seq` any more. */
  trimmed: number
  reads: Map<string, number>
  delivered: Map<string, number>
}

/** An event without what the server adds to it. */
type Without<Event extends WireEvent> = Event extends WireEvent ? Omit<Event, 'seq' | 'id' | 'from' | 'at'> : never

const people: Readonly<Record<string, WirePerson>> = {
  ann: { id: 'ann', name: 'Ann' },
  bob: { id: 'bob', name: 'Bob' },
  cem: { id: 'cem', name: 'Cem' },
}

/** What a server that obeys `docs/protocol.md` does, in memory and in one step. A token is the person's id. */
export class FakeServer {
  readonly sessions = new Set<Session>()
  limits = { frameBytes: 65_536, textLength: 100 }
  heartbeat = 0
  tokenExpiresIn: number | undefined
  now = Date.UTC(2024, 0, 15, 12)
  /** The most entries of a page. */
  pageLength = Infinity
  /** Whether who wrote something hears the acknowledgement before the echo. */
  ackFirst = false
  /** Whether pages tell nothing of what a recalled message has said. */
  redacts = true
  /** The ids of writes that were refused for good. */
  readonly refused = new Set<string>()
  /** Answers a command instead of the server; null lets it go on as usual. */
  instead: (frame: ClientFrame) => ServerFrame | null = () => null
  private readonly logs = new Map<string, Log>()

  constructor(...rooms: string[]) {
    for (const id of rooms.length ? rooms : ['room']) this.addRoom(id)
  }

  addRoom(id: string): Log {
    const room: Log = {
      id, kind: 'group', title: `Title of ${id}`, epoch: 'e1', events: [], trimmed: 0, reads: new Map(),
      delivered: new Map(),
    }
    this.logs.set(id, room)
    return room
  }

  /** As for one who is no member of it any more. */
  removeRoom(id: string): void {
    this.logs.delete(id)
  }

  /** A new link. `deliver` takes what the server says on it. */
  connect(deliver: (frame: string) => void): Session {
    const session = new Session(this, deliver)
    this.sessions.add(session)
    return session
  }

  log(id = 'room'): Log {
    const log = this.logs.get(id)
    if (!log) throw new Error(`there is no ${id}`)
    return log
  }

  /** The texts of a log, in its order. */
  texts(id = 'room'): string[] {
    return this.log(id).events.flatMap(event => (event.type === 'message' ? [String(event.content.text)] : []))
  }

  /** Someone says something; all who are connected hear it. */
  says(person: string, text: string, id = 'room', clientId = `${person}-${this.log(id).events.length + 1}`): WireEvent {
    return this.store(id, person, clientId, { type: 'message', content: { kind: 'text', text } })
  }

  /** Stores an entry and tells everyone. */
  store(id: string, person: string, clientId: string, what: Without<WireEvent>): WireEvent {
    const known = this.known(id, person, clientId)
    if (known) return known
    const event = this.append(id, person, clientId, what)
    this.tell({ type: 'event', conversation: id, event })
    return event
  }

  /** What is stored already under a client's id. */
  known(id: string, person: string, clientId: string): WireEvent | undefined {
    return this.log(id).events.find(event => event.id === clientId && event.from.id === person)
  }

  /** Stores an entry and tells nobody. */
  append(id: string, person: string, clientId: string, what: Without<WireEvent>): WireEvent {
    const { events } = this.log(id)
    this.now += 1_000
    const event = { ...what, seq: events.length + 1, id: clientId, from: personOf(person), at: this.now } as WireEvent
    events.push(event)
    return event
  }

  /** A message as it stands after all that was done to it. */
  folded(message: WireMessage, { events }: Log): WireMessage {
    const now = { ...message }
    const reactions = new Map<string, WirePerson[]>()
    for (const event of events) {
      if (!('target' in event) || event.target !== message.seq) continue
      now.amended = event.seq
      if (now.content.kind === 'recalled') continue
      if (event.type === 'edit') Object.assign(now, { content: event.content, edited: event.at })
      if (event.type === 'recall') {
        now.content = { kind: 'recalled', by: event.from }
        reactions.clear()
      }
      if (event.type === 'react') {
        const others = (reactions.get(event.emoji) ?? []).filter(({ id }) => id !== event.from.id)
        if (event.on) others.push(event.from)
        if (others.length > 0) reactions.set(event.emoji, others)
        else reactions.delete(event.emoji)
      }
    }
    const all = [...reactions].map(([emoji, who]) => ({ emoji, count: who.length, people: who }))
    if (all.length > 0) now.reactions = all
    return now
  }

  /** Throws a log away: it begins anew under another epoch. */
  resetLog(id: string, epoch: string): void {
    const log = this.log(id)
    log.epoch = epoch
    log.events = []
    log.trimmed = 0
    log.reads.clear()
    log.delivered.clear()
  }

  /** Says something to everyone who is signed in. */
  tell(frame: ServerFrame): void {
    for (const session of this.sessions) if (session.person) session.say(frame)
  }

  /** @internal */
  handle(session: Session, frame: ClientFrame): void {
    const other = this.instead(frame)
    if (other) return session.say(other)
    if (frame.type === 'hello') return this.welcome(session, frame.token)
    if (frame.type === 'ping') return session.say({ type: 'pong', id: frame.id })
    const { person } = session
    if (!person) return session.say({ type: 'error', code: 4000, message: 'hello comes first' })
    switch (frame.type) {
      case 'send':
      case 'edit':
      case 'recall':
      case 'react':
        return this.take(session, person, frame)
      case 'history':
        return session.say(this.page(frame))
      case 'read':
        return this.read(session, person, frame.conversation, frame.seq)
      case 'delivered':
        for (const { conversation, seq } of frame.cursors) {
          const log = this.logs.get(conversation)
          if (!log) continue
          const before = this.reachedBy(log, person).delivered
          log.delivered.set(person, Math.max(before, Math.min(seq, log.events.length)))
          if (this.reachedBy(log, person).delivered > before) this.tellReached(log, person)
        }
        return
      case 'open': {
        const id = [person, frame.person].sort().join('+')
        const log = this.logs.get(id) ?? this.addRoom(id)
        Object.assign(log, { kind: 'direct', title: personOf(frame.person).name })
        return session.say({ type: 'conversation', id: frame.id, conversation: this.view(log, person) })
      }
      case 'people': {
        const others = Object.values(people).filter(({ id }) => id !== person)
        return session.say({ type: 'people', id: frame.id, people: others })
      }
    }
  }

  private welcome(session: Session, token: string): void {
    if (!people[token]) return session.say({ type: 'error', code: 4001, message: 'the token is wrong' })
    session.person = token
    const conversations = [...this.logs.values()].map(log => this.view(log, token))
    const { limits, heartbeat, tokenExpiresIn, now: time } = this
    session.say({
      type: 'welcome', version: 1, self: personOf(token), conversations, limits, heartbeat, tokenExpiresIn, time,
    })
  }

  private read(session: Session, person: string, id: string, seq: number): void {
    const log = this.logs.get(id)
    if (!log) return
    const before = log.reads.get(person) ?? 0
    const after = Math.min(log.events.length, Math.max(seq, before))
    log.reads.set(person, after)
    const { head, unread, mention } = this.view(log, person)
    for (const other of this.sessions) {
      if (other.person !== person || (after === before && other !== session)) continue
      other.say({ type: 'read', conversation: id, seq: after, head, unread, mention })
    }
    if (after > before) this.tellReached(log, person)
  }

  private take(session: Session, person: string, frame: WriteFrame): void {
    const { id, conversation } = frame
    const no = (code: number, message: string): void => {
      this.refused.add(id)
      session.say({ type: 'error', id, code, message })
    }
    const log = this.logs.get(conversation)
    if (!log) return no(4004, 'no such conversation')
    const known = this.known(conversation, person, id)
    const what = known ?? this.allowed(frame, log, person, no)
    if (!what) return
    const event = known ?? this.append(conversation, person, id, what)
    const ack = (): void => session.say({ type: 'ack', id, conversation, seq: event.seq, at: event.at })
    if (this.ackFirst) ack()
    if (!known) this.tell({ type: 'event', conversation, event })
    if (!this.ackFirst) ack()
  }

  /** What a write adds to the log; it is refused otherwise. */
  private allowed(
    frame: WriteFrame, log: Log, person: string, no: (code: number, message: string) => void,
  ): Without<WireEvent> | undefined {
    if (frame.type === 'send') return { type: 'message', content: frame.content, mentions: frame.mentions }
    if (frame.type === 'change') return void no(4003, 'not here')
    const { from, id } = frame.target
    const message = log.events.find(event => event.type === 'message' && event.from.id === from && event.id === id)
    if (message?.type !== 'message') return void no(4004, 'no such message')
    if (frame.type !== 'react' && from !== person) return void no(4003, 'not yours')
    const { kind } = this.folded(message, log).content
    if (frame.type !== 'recall' && kind === 'recalled') return void no(4022, 'recalled')
    return this.change(frame, message, log, person)
  }

  /** What a change of a message adds to the log. */
  change(
    what: Pick<EditFrame, 'type' | 'content'> | Pick<RecallFrame, 'type'> | Pick<ReactFrame, 'type' | 'emoji' | 'on'>,
    message: WireMessage, log: Log, person: string,
  ): Without<WireEvent> {
    const { seq: target } = message
    if (what.type === 'edit') return { type: 'edit', target, content: what.content }
    if (what.type === 'recall') return { type: 'recall', target }
    const { emoji, on } = what
    const before = this.folded(message, log).reactions?.find(reaction => reaction.emoji === emoji)?.people ?? []
    const others = before.filter(({ id }) => id !== person)
    return { type: 'react', target, emoji, on, count: others.length + Number(on) }
  }

  /** In a direct conversation the other one learns how far a person has come. */
  private tellReached(log: Log, person: string): void {
    if (log.kind !== 'direct') return
    const reached = this.reachedBy(log, person)
    for (const session of this.sessions) {
      if (session.person && session.person !== person) session.say({ type: 'reached', conversation: log.id, reached })
    }
  }

  private reachedBy({ reads, delivered }: Log, person: string): { delivered: number, read: number } {
    const read = reads.get(person) ?? 0
    return { read, delivered: Math.max(read, delivered.get(person) ?? 0) }
  }

  private page({ id, conversation, before, after, limit }: HistoryFrame): ServerFrame {
    const log = this.logs.get(conversation)
    if (!log) return { type: 'error', id, code: 4004, message: 'no such conversation' }
    const { epoch, events: all, trimmed } = log
    const there = all.slice(trimmed)
    const most = Math.min(limit, this.pageLength)
    const events = after === undefined
      ? there.filter(({ seq }) => before === undefined || seq < before).slice(-most)
      : there.filter(({ seq }) => seq > after).slice(0, most)
    const told = events.map(event => this.told(event, log))
    return { type: 'page', id, conversation, epoch, head: all.length, events: told }
  }

  /** An entry as a page tells it: a message as it stands now, and nothing of what a recalled one has said. */
  private told(event: WireEvent, log: Log): WireEvent {
    if (event.type === 'message') return this.folded(event, log)
    if (event.type !== 'edit' || !this.redacts) return event
    const recalled = log.events.find(other => other.type === 'recall' && other.target === event.target)
    if (!recalled) return event
    return { ...event, content: { kind: 'recalled', by: recalled.from } }
  }

  /** A conversation as one person sees it. */
  view(log: Log, person: string): WireConversation {
    const { id, kind, title, epoch, events } = log
    const { read, delivered } = this.reachedBy(log, person)
    const messages = events.filter((event): event is WireMessage => event.type === 'message')
    const unread = messages.filter(({ seq, from }) => seq > read && from.id !== person)
    const calling = unread.filter(({ mentions }) => mentions?.some(who => who === person || who === '*'))
    const last = messages.at(-1)
    const other = id.split('+').find(one => one !== person) ?? ''
    return {
      id, kind, title, epoch, head: events.length, read, delivered, unread: unread.length,
      mention: calling.at(-1)?.seq ?? 0,
      ...(last && { last: this.folded(last, log) }),
      ...(kind === 'direct' && { peer: personOf(other), reached: this.reachedBy(log, other) }),
    }
  }
}

/** One link, as the server sees it. */
export class Session {
  person: string | null = null

  constructor(private readonly server: FakeServer, private readonly deliver: (frame: string) => void) {}

  receive(frame: string): void {
    if (this.server.sessions.has(this)) this.server.handle(this, JSON.parse(frame) as ClientFrame)
  }

  say(frame: ServerFrame): void {
    this.deliver(JSON.stringify(frame))
  }

  /** Nothing goes to this link any more. */
  end(): void {
    this.server.sessions.delete(this)
  }
}

function personOf(id: string): WirePerson {
  return people[id] ?? { id, name: id }
}
