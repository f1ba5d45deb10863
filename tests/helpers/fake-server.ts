import type {
  ClientFrame, HistoryFrame, SendFrame, ServerFrame, WireConversation, WireEvent, WirePerson,
} from '../../src/protocols/native/wire'

interface Log {
  id: string
  kind: 'group' | 'direct'
  title: string
  epoch: string
  events: WireEvent[]
  reads: Map<string, number>
}

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
  /** Answers a command instead of the server; null lets it go on as usual. */
  instead: (frame: ClientFrame) => ServerFrame | null = () => null
  private readonly logs = new Map<string, Log>()

  constructor(...rooms: string[]) {
    for (const id of rooms.length ? rooms : ['room']) this.addRoom(id)
  }

  addRoom(id: string): Log {
    const room: Log = { id, kind: 'group', title: `Title of ${id}`, epoch: 'e1', events: [], reads: new Map() }
    this.logs.set(id, room)
    return room
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
    return this.log(id).events.map(({ content }) => String((content as { text: unknown }).text))
  }

  /** Someone says something; all who are connected hear it. */
  says(person: string, text: string, id = 'room', clientId = `${person}-${this.log(id).events.length + 1}`): WireEvent {
    return this.store(id, person, clientId, { kind: 'text', text })
  }

  /** Stores an entry of any content and tells everyone. */
  store(id: string, person: string, clientId: string, content: WireEvent['content']): WireEvent {
    const { events } = this.log(id)
    const known = events.find(event => event.id === clientId && event.from.id === person)
    if (known) return known
    this.now += 1_000
    const event: WireEvent = {
      seq: events.length + 1, type: 'message', id: clientId, from: personOf(person), at: this.now, content,
    }
    events.push(event)
    this.tell({ type: 'event', conversation: id, event })
    return event
  }

  /** Throws a log away: it begins anew under another epoch. */
  resetLog(id: string, epoch: string): void {
    const log = this.log(id)
    log.epoch = epoch
    log.events = []
    log.reads.clear()
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
        return this.take(session, person, frame)
      case 'history':
        return session.say(this.page(frame))
      case 'read': {
        const log = this.log(frame.conversation)
        log.reads.set(person, Math.max(frame.seq, log.reads.get(person) ?? 0))
        const { read: seq, unread } = this.view(log, person)
        return session.say({ type: 'read', conversation: log.id, seq, unread })
      }
      case 'open': {
        const id = [person, frame.person].sort().join('+')
        const log = this.logs.get(id) ?? this.addRoom(id)
        Object.assign(log, { kind: 'direct', title: personOf(frame.person).name })
        return session.say({ type: 'conversation', id: frame.id, conversation: this.view(log, person) })
      }
      case 'people':
        return session.say({ type: 'people', id: frame.id, people: Object.values(people).filter(p => p.id !== person) })
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

  private take(session: Session, person: string, frame: SendFrame): void {
    if (!this.logs.has(frame.conversation)) {
      return session.say({ type: 'error', id: frame.id, code: 4004, message: 'no such conversation' })
    }
    const { seq, at } = this.store(frame.conversation, person, frame.id, frame.content)
    session.say({ type: 'ack', id: frame.id, conversation: frame.conversation, seq, at })
  }

  private page({ id, conversation, before, after, limit }: HistoryFrame): ServerFrame {
    const log = this.logs.get(conversation)
    if (!log) return { type: 'error', id, code: 4004, message: 'no such conversation' }
    const { epoch, events: all } = log
    const events = after === undefined
      ? all.filter(({ seq }) => before === undefined || seq < before).slice(-limit)
      : all.filter(({ seq }) => seq > after).slice(0, limit)
    return { type: 'page', id, conversation, epoch, head: all.length, events }
  }

  private view({ id, kind, title, epoch, events, reads }: Log, person: string): WireConversation {
    const read = reads.get(person) ?? 0
    const unread = events.filter(({ seq, from }) => seq > read && from.id !== person).length
    return { id, kind, title, epoch, head: events.length, read, unread, last: events[events.length - 1] }
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
