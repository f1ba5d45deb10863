import type { Content } from '../../src/model/content'
import type { Conversation } from '../../src/model/conversation'
import type { MessageEntry } from '../../src/model/entry'
import type { ChatCommand } from '../../src/model/events'
import type { Person } from '../../src/model/person'
import type { Protocol, ProtocolHost } from '../../src/protocols/protocol'

const MINUTE = 60_000
const self: Person = { id: 'me', name: 'Ada' }
const names = ['Grace Hopper', 'Alan Turing', '小林', 'Barbara Liskov', 'Edsger Dijkstra', '阿杰', 'Margaret Hamilton']
const said = [
  'see you at six', 'Shall we take the early train tomorrow?', '好的，明天见', 'thanks!', 'I’ll send you the plan',
]
const found = 'I have looked at the timetable, and the early train is late; the plan'

const personOf = (index: number): Person => ({ id: `p${index}`, name: `${names[index % names.length]} ${index}` })

/** What the test sets: the page begins with it. */
export const stage = { count: 12, extras: true, answers: true, now: Date.now() }
// #ifdef H5
const query = new URLSearchParams(location.search)
stage.count = Number(query.get('count') ?? stage.count)
stage.extras = query.get('extras') !== 'no'
stage.answers = query.get('answers') !== 'no'
// #endif
/** What was asked of it. */
export const commands: ChatCommand[] = []

let host: ProtocolHost | undefined
let conversations: Conversation[] = []
let made = 0
let fills = 0

const text = (text: string): Content => ({ kind: 'text', text })

function entry(seq: number, author: Person, content: Content, at: number): MessageEntry {
  made += 1
  return { seq, type: 'message', id: `m${made}`, author, at, content }
}

function make(index: number): Conversation {
  const kind = index % 3 === 0 ? 'group' : 'direct'
  const person = personOf(index)
  const seq = 10
  return {
    id: `c${index}`, kind, title: kind === 'group' ? `Group ${index}` : person.name, epoch: `e${fills}`,
    head: seq, read: seq, delivered: seq, unread: 0, mention: 0,
    last: entry(seq, person, text(said[index % said.length] ?? ''), stage.now - (index + 1) * 7 * MINUTE),
    ...kind === 'direct' && { peer: person, reached: { delivered: seq, read: seq } },
  }
}

/** This person has so many conversations from now on. */
export function fill(count: number): void {
  fills += 1
  conversations = Array.from({ length: count }, (_, index) => make(index))
  const limits = { frameBytes: 65_536, textLength: 10_000 }
  host?.emit({ type: 'welcome', self, conversations, whole: true, limits, heartbeat: 0 })
}

/** Another version of a conversation, told by the server. */
export function change(id: string, how: Partial<Conversation>): void {
  const conversation = { ...find(id), ...how }
  conversations = conversations.map(one => (one.id === id ? conversation : one))
  host?.emit({ type: 'conversation', conversation })
}

function find(id: string): Conversation {
  const found = conversations.find(one => one.id === id)
  if (!found) throw new Error(`there is no ${id}`)
  return found
}

/** Somebody says something. */
export function says(id: string, what = 'news', at = Date.now()): void {
  const { head, peer } = find(id)
  const news = entry(head + 1, peer ?? personOf(1), text(what), at)
  conversations = conversations.map(one => (one.id === id ? { ...one, head: head + 1, last: news } : one))
  host?.emit({ type: 'logged', conversationId: id, entry: news })
}

/** Something passes: who types, who is there. */
export const signal = (name: 'typing' | 'presence', value: Record<string, unknown>): void =>
  host?.emit({ type: 'signal', name, value })

function answer(command: ChatCommand, { emit }: ProtocolHost): void {
  commands.push(command)
  if (!stage.answers) return
  switch (command.type) {
    case 'set': {
      const { id, conversationId, pinned, muted, hidden, marked } = command
      const before = find(conversationId)
      const conversation: Conversation = {
        ...before,
        ...pinned !== undefined && { pinned: pinned ? stage.now : undefined },
        ...muted !== undefined && { muted: muted || undefined },
        ...hidden !== undefined && { hidden: hidden || undefined },
        ...marked !== undefined && { marked: marked || undefined },
      }
      conversations = conversations.map(one => (one.id === conversationId ? conversation : one))
      return emit({ type: 'conversation', id, conversation })
    }
    case 'people':
      return emit({ type: 'answer', id: command.id, value: { people: [500, 501, 502].map(personOf) } })
    case 'watch': {
      const people = command.people.map((id, index) => ({ id, online: index % 2 === 0 }))
      return emit({ type: 'signal', name: 'presence', value: { people } })
    }
    case 'search': {
      const { id, text: wanted, before } = command
      if (wanted === 'fail') return emit({ type: 'failed', id, code: 4500, message: 'no' })
      const has = ['train', 'plan', '明天'].some(word => word.includes(wanted) || wanted.includes(word))
      const hits = has ? conversations.slice(0, 5).map(({ id: conversation }, index) => ({
        conversation,
        event: {
          type: 'message', seq: 3, id: `h${index}${before ?? ''}`, at: stage.now - index * 86_400_000,
          from: personOf(index), content: text(`${found} ${index}`),
        },
      })) : []
      const more = has && before === undefined ? 'm' : undefined
      return emit({ type: 'answer', id, value: { hits: before ? [] : hits, more } })
    }
    default:
  }
}

/** Speaks of conversations that were made up, in memory. */
export const inMemory: Protocol = {
  name: 'in memory',
  heartbeat: 'none',
  get capabilities() {
    const { extras } = stage
    return {
      acks: 'ack', history: true, receipts: true, changes: true, groups: true, people: true, extras, kinds: null,
    } as const
  },
  transports: () => [{
    name: 'memory',
    open(listener) {
      void Promise.resolve().then(() => listener.opened())
      return { send: () => {}, close: () => {} }
    },
  }],
  start(given) {
    host = given
    return {
      opened: () => void Promise.resolve().then(() => { if (stage.answers) fill(stage.count) }),
      frame() {},
      command(command) {
        void Promise.resolve().then(() => answer(command, given))
        return true
      },
      ping: () => null,
    }
  },
}
