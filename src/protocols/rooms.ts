import type { Conversation } from '../model/conversation'
import type { MessageEntry } from '../model/entry'
import * as ErrorCode from '../model/error-code'
import type { Person } from '../model/person'
import type { Frame } from '../platform/types'
import { createCommands } from './commands'
import type { HistoryQuery, LinkContext, OutgoingMessage, ProtocolDefinition } from './definition'
import { createDrafts } from './drafts'
import type { News, Room, Said } from './news'
import { createOutgoing, type Handed } from './outgoing'
import { createPast, type RoomState } from './past'
import type { Capabilities, ProtocolHost } from './protocol'
import type { Draft } from './room-log'
import { createStreams } from './streams'

/** What makes rooms work: a definition with its defaults. */
export interface RoomsOptions {
  readonly host: ProtocolHost
  readonly capabilities: Capabilities
  readonly counts: boolean
  readonly textLength: number
  readonly heartbeat: number
  /** Who one is, and which rooms there are, as far as the app knows. */
  readonly me: () => Person
  readonly rooms: () => readonly Room[]
  readonly encode?: (message: OutgoingMessage, context: LinkContext) => Frame | readonly Frame[]
  readonly steer?: ProtocolDefinition['steer']
  readonly history?: (query: HistoryQuery, context: LinkContext) => Promise<readonly Said[]> | readonly Said[]
}

/** How long the newest pages may take before one is let in without them, in ms. */
const PATIENCE = 4_000
/** How much may come before that. */
const MOST_EARLY = 1_000
/** How many rooms a server may name. */
const MOST_ROOMS = 1_000
/** How long after it was handed over one's own may come back, where that isn't expected, in ms. */
const ECHO = 15_000
/** The code of an end that the server may mend by itself. */
const CLOSING = 4503

export type Rooms = ReturnType<typeof createRooms>

/** Rooms of a server that knows nothing of logs, as the engine needs them. */
export function createRooms(options: RoomsOptions) {
  const { host, capabilities, counts, history } = options
  const { clock } = host.platform
  const { emit } = host
  // Where the server counts, only it can say where one's own has its place.
  const acks = counts && capabilities.acks === 'none' ? 'echo' : capabilities.acks
  const rooms = new Map<string, RoomState>()
  const out = createOutgoing()
  let me = options.me()
  /** Whose rooms these are. */
  let owner = ''
  let context: LinkContext = { me, token: '', platform: host.platform, send: host.send }
  let made = 0
  /** Another number for each link, and after it. */
  let link = 0
  let state: 'waiting' | 'greeting' | 'in' = 'waiting'
  let early: News[] = []
  const { isMine, mayBeMine, draftOf, readable } = createDrafts({ acks, counts, me: () => me, now: () => clock.now() })
  const past = createPast({
    counts, makeId, absorb,
    me: () => me,
    known: host.known,
    history: history ? async query => (await history(query, context)).flatMap(readable) : null,
  })

  const streams = createStreams(host, ({ room: id, id: stream, from, at }) => {
    if (counts) throw new Error('no stream from a server that counts')
    const where = room(id)
    if (where.log.placeOf({ id: stream }) !== undefined) throw new Error('the answer has ended')
    const content = { kind: 'markdown', text: '', stream } as const
    return { where, entry: place(where, draftOf({ type: 'said', id: stream, from, at, content, mine: false })) }
  })

  function makeId(): string {
    made += 1
    return clock.now().toString(36) + host.platform.random().toString(36).slice(2, 8) + made.toString(36)
  }

  /** Later, as long as the same link is up: who asks for something doesn't expect the answer before it has asked. */
  function later(what: () => void): true {
    const mine = link
    void Promise.resolve().then(() => {
      if (link === mine) what()
    })
    return true
  }

  // ---- rooms

  function room(id = [...rooms.keys()][0] ?? ''): RoomState {
    const known = rooms.get(id)
    if (known) return known
    if (rooms.size >= MOST_ROOMS) throw new Error('too many rooms')
    return add({ id })
  }

  function add(declared: Room): RoomState {
    const { id } = declared
    const state: RoomState = rooms.get(id) ?? { id, log: past.begin(id), fetched: false }
    const now = Object.assign(state, declared)
    const isNew = !rooms.has(id)
    rooms.set(id, now)
    if (isNew) tell(now)
    return now
  }

  function conversationOf(room: RoomState): Conversation {
    const { id, title = id, peer, members, log } = room
    const known = host.known(id)
    const { read, unread } = past.standing(room)
    const last = log.last ?? (known?.epoch === log.epoch ? known.last : undefined)
    return {
      id, kind: peer ? 'direct' : 'group', title, peer, members, epoch: log.epoch, head: log.head, read, unread, last,
      delivered: log.head, mention: 0,
    }
  }

  function tell(room: RoomState): void {
    if (state === 'in') emit({ type: 'conversation', conversation: conversationOf(room) })
  }

  // ---- the beginning of a link

  function welcome(news: Extract<News, { type: 'welcome' }>): void {
    if (state === 'in') news.rooms?.forEach(add)
    if (state !== 'waiting') return
    state = 'greeting'
    const now = news.me ?? options.me()
    if (now.id !== owner) forget()
    me = now
    owner = now.id
    context = { ...context, me }
    // What the kit has forgotten, as at a logout, begins anew.
    for (const id of [...rooms.keys()]) if (!host.known(id)) forget(id)
    for (const declared of news.rooms ?? options.rooms()) add(declared)
    const mine = link
    void catchUp().then(() => {
      if (link === mine) letIn(news.heartbeat ?? options.heartbeat)
    })
  }

  /** Fetches the newest pages, but doesn't wait too long. */
  function catchUp(): Promise<unknown> {
    if (!history) return Promise.resolve()
    let timer: ReturnType<typeof clock.setTimeout> | undefined
    const late = new Promise<void>((done) => { timer = clock.setTimeout(done, PATIENCE) })
    const failed = (error: unknown): void => emit({ type: 'ignored', why: `no history: ${String(error)}` })
    // Once more: a connection that was kept for later requests may be dead without anybody's knowing.
    const fetch = (room: RoomState): Promise<void> => past.catchUp(room).catch(() => past.catchUp(room)).catch(failed)
    const pages = Promise.all([...rooms.values()].map(fetch))
    return Promise.race([pages, late]).then(() => {
      if (timer !== undefined) clock.clearTimeout(timer)
    })
  }

  function letIn(heartbeat: number): void {
    state = 'in'
    const { textLength } = options
    const conversations = [...rooms.values()].map(conversationOf)
    emit({ type: 'welcome', self: me, conversations, limits: { frameBytes: Infinity, textLength }, heartbeat })
    streams.breakOff()
    for (const news of early.splice(0)) take(news)
  }

  function forget(id?: string): void {
    if (id === undefined) rooms.clear()
    else rooms.delete(id)
    out.clear()
  }

  // ---- what comes

  function take(news: News): void {
    if (state !== 'in' && news.type in placed) {
      if (early.length < MOST_EARLY) early.push(news)
      return
    }
    try {
      handle(news)
    } catch (error) {
      emit({ type: 'ignored', why: error instanceof Error ? error.message : String(error) })
    }
  }

  function handle(news: News): void {
    switch (news.type) {
      case 'said':
        return said(news)
      case 'stream':
        return streams.take(news)
      case 'welcome':
        return welcome(news)
      case 'stored':
        return stored(news)
      case 'refused':
        out.settle(news.clientId)
        return emit({ type: 'failed', id: news.clientId, code: news.code ?? ErrorCode.refused, message: news.why })
      case 'notice':
        return notice(news)
      case 'members': {
        const { members } = room(news.room)
        if (members !== news.count) tell(Object.assign(room(news.room), { members: news.count }))
        return
      }
      case 'ping':
        return void host.send(news.answer)
      case 'pong':
        return emit({ type: 'pong', id: '' })
      case 'closing': {
        const { why, retryAfter, final } = news
        return emit({ type: 'failed', code: CLOSING, message: why, retryAfter, refusal: final ? 'token' : undefined })
      }
      default:
        throw new Error('decode gave something that is no news')
    }
  }

  function said(news: Said): void {
    const where = room(news.room)
    const { log } = where
    const draft = draftOf(news)
    const mine = mayBeMine(news) && acks !== 'none' ? out.echoed(where.id, draft) : undefined
    if (mine) return void place(where, { ...draft, clientId: mine.id, author: me }, mine)
    const there = draft.seq === undefined ? undefined : log.at(draft.seq)
    if (there && past.isOther(draft, there)) {
      return emit({ type: 'failed', code: CLOSING, message: 'the server counts anew' })
    }
    const known = log.placeOf(draft) ?? there?.seq
    if (known !== undefined) return log.identify(known, draft.id)
    if (isMine(news) && again(where, draft, clock.now() - ECHO)) return
    place(where, draft)
  }

  /** Whether it is one's own, that has its place already. */
  function again({ id, log }: RoomState, draft: Draft, since: number): boolean {
    const handed = out.again(id, draft, since)
    if (handed?.seq !== undefined) log.identify(handed.seq, draft.id)
    return handed !== undefined
  }

  /** Gives it its place, and tells the kit of it. */
  function place({ id: conversationId, log }: RoomState, draft: Draft, mine?: Handed): MessageEntry {
    const entry = log.append(draft, mine !== undefined)
    emit({ type: 'logged', conversationId, entry })
    if (mine) emit({ type: 'acked', id: mine.id, conversationId, seq: entry.seq, at: entry.at })
    return entry
  }

  function stored({ clientId, id, at, seq }: Extract<News, { type: 'stored' }>): void {
    const handed = out.waiting(clientId)
    if (!handed) return
    if (counts && seq === undefined) {
      // Its place comes with its echo.
      handed.serverId = id
      return
    }
    out.settle(clientId)
    const { content } = handed
    settle(handed, { id, clientId, author: me, content, at: at ?? clock.now(), dated: at !== undefined, seq })
  }

  function settle(handed: Handed, draft: Draft): void {
    const { seq } = place(room(handed.room), draft, handed)
    if (draft.id === undefined && !counts) out.unnamed({ ...handed, seq })
  }

  function notice({ room: id, id: serverId, text, at }: Extract<News, { type: 'notice' }>): void {
    const where = room(id)
    // Among what the server counts it has no place.
    if (counts || where.log.placeOf({ id: serverId }) !== undefined) return
    const author = { id: '', name: '' }
    const dated = at !== undefined
    place(where, { id: serverId, author, content: { kind: 'system', text }, at: at ?? clock.now(), dated })
  }

  /** Takes in what a page tells, for the kit to fetch. */
  function absorb(where: RoomState, draft: Draft): MessageEntry | undefined {
    const handed = draft.maybeMine ? out.turnedUp(where.id, draft) : undefined
    if (handed) return where.log.append({ ...draft, clientId: handed.id, author: me }, true)
    if (!counts && draft.author.id === me.id && again(where, draft, 0)) return undefined
    return where.log.append(draft, draft.author.id === me.id)
  }

  const command = createCommands({
    host, options, past, rooms, room, out, later, settle,
    confirms: acks !== 'none',
    context: () => context,
  })

  return {
    /** A link is open. */
    opened(token: string): void {
      link += 1
      state = 'waiting'
      me = options.me()
      context = { ...context, me, token }
    },

    /** There is no link any more. */
    ended(): void {
      link += 1
      state = 'waiting'
      early = []
      out.ended()
      for (const room of rooms.values()) room.members = undefined
    },

    get context(): LinkContext {
      return context
    },

    later,
    take,

    /** Does what the kit asks; false if there is no link. */
    command,
  }
}

/** News that have a place in a room: they wait until one is let in. */
const placed: Readonly<Partial<Record<News['type'], true>>> = {
  said: true, stream: true, notice: true, members: true, stored: true, refused: true,
}
