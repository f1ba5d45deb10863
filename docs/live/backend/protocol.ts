/**
 * A server in memory, which the examples talk to: it stores what one says, and somebody answers. It makes events of the
 * kit's own instead of frames, so it has no wire at all; a server of yours is described by `defineProtocol`.
 */
import type { Conversation, Protocol, ProtocolHost } from '../../../index'
import type { ChatCommand } from '../../../src/model/events'
import { say } from '../look'
import { text } from '../messages'
import { grace, others, self } from '../people'
import { append, change, page, rooms, roomOf } from './logs'

const answers = [
  text('Good idea.', '好主意。'), text('I’ll have a look.', '我看看。'), text('👍', '👍'), text('Why not?', '可以啊。'),
]
let answered = 0

/** Somebody types, and then says something. */
function answer({ emit }: ProtocolHost, id: string): void {
  const room = roomOf(id)
  const author = room.conversation.peer ?? grace
  const content = answers[answered++ % answers.length] ?? text('👍', '👍')
  const types = (on: boolean): void =>
    emit({ type: 'signal', name: 'typing', value: { conversation: id, from: author, on } })
  setTimeout(() => {
    const { head } = room.conversation
    if (room.conversation.kind === 'direct') {
      emit({ type: 'reached', conversationId: id, reached: { delivered: head, read: head } })
    }
    types(true)
  }, 900)
  setTimeout(() => {
    types(false)
    emit({ type: 'logged', conversationId: id, entry: append(room, author, content) })
  }, 2_600)
}

function set(room: { conversation: Conversation }, { pinned, muted, hidden, marked }: ChatCommand & { type: 'set' }) {
  room.conversation = {
    ...room.conversation,
    ...pinned !== undefined && { pinned: pinned ? Date.now() : undefined },
    ...muted !== undefined && { muted: muted || undefined },
    ...hidden !== undefined && { hidden: hidden || undefined },
    ...marked !== undefined && { marked: marked || undefined },
  }
  return room.conversation
}

function search(words: string, where?: string) {
  const wanted = words.toLowerCase()
  return [...rooms.values()].filter(({ conversation }) => where === undefined || conversation.id === where)
    .flatMap(({ conversation, messages }) => [...messages.values()]
      .filter(({ content }) => content.kind === 'text' && content.text.toLowerCase().includes(wanted))
      .map(event => ({ conversation: conversation.id, event })))
}

/** What is answered to what is only asked. */
function find(command: ChatCommand): Record<string, unknown> | null {
  switch (command.type) {
    case 'people':
      return { people: others }
    case 'person':
      return { person: [self, ...others].find(({ id }) => id === command.personId) }
    case 'members':
      return { members: roomOf(command.conversationId).people.filter(({ place }) => place > (command.after ?? 0)) }
    case 'pins':
      return { events: roomOf(command.conversationId).pins }
    case 'reads': {
      const { people, conversation: { head } } = roomOf(command.conversationId)
      return { people: people.slice(1).map(({ person }, index) => ({ person, read: head - index, delivered: head })) }
    }
    case 'search':
      return { hits: search(command.text, command.conversationId) }
    case 'hide':
      return { conversation: command.conversationId, seqs: command.seqs }
    case 'edits': {
      const message = roomOf(command.conversationId).messages.get(command.seq)
      return { versions: message ? [{ at: message.at, content: message.content }] : [] }
    }
    default:
      return null
  }
}

function obey(command: ChatCommand, host: ProtocolHost): void {
  const { emit } = host
  const value = find(command)
  if (value && 'id' in command) return emit({ type: 'answer', id: command.id, value })
  switch (command.type) {
    case 'send': {
      const { id, conversationId, content, mentions, quote } = command
      const room = roomOf(conversationId)
      const entry = append(room, self, content, { id, mentions, quote })
      emit({ type: 'acked', id, conversationId, seq: entry.seq, at: entry.at })
      return answer(host, conversationId)
    }
    case 'edit':
    case 'recall':
    case 'react': {
      const { id, conversationId } = command
      const entry = change(roomOf(conversationId), command, id)
      if (!entry) return emit({ type: 'failed', id, code: 4004, message: 'no such message' })
      emit({ type: 'acked', id, conversationId, seq: entry.seq, at: entry.at })
      return emit({ type: 'logged', conversationId, entry })
    }
    case 'history': {
      const { id, conversationId } = command
      const room = roomOf(conversationId)
      const { epoch, head } = room.conversation
      return emit({ type: 'page', id, conversationId, epoch, head, entries: page(room, command) })
    }
    case 'read': {
      const room = roomOf(command.conversationId)
      room.conversation = { ...room.conversation, read: command.seq, unread: 0 }
      const { id: conversationId, head } = room.conversation
      return emit({ type: 'readMoved', conversationId, seq: command.seq, head, unread: 0, mention: 0 })
    }
    case 'set':
      return emit({ type: 'conversation', id: command.id, conversation: set(roomOf(command.conversationId), command) })
    case 'open':
      return emit({ type: 'conversation', id: command.id, conversation: roomOf(command.personId).conversation })
    case 'watch': {
      const people = command.people.map((id, index) => ({ id, online: index % 2 === 0, seen: Date.now() - 3_600_000 }))
      return emit({ type: 'signal', name: 'presence', value: { people } })
    }
    case 'create':
    case 'change':
      return emit({ type: 'failed', id: command.id, code: 4003, message: say('not in this example', '此示例不支持') })
    default:
  }
}

export const inMemory: Protocol = {
  name: 'in memory',
  heartbeat: 'none',
  capabilities: {
    acks: 'ack', history: true, receipts: true, changes: true, groups: true, people: true, extras: true, kinds: null,
  },
  transports: () => [{
    name: 'memory',
    open(listener) {
      setTimeout(() => listener.opened())
      return { send: () => {}, close: () => {} }
    },
  }],
  start: host => ({
    opened: () => void setTimeout(() => host.emit({
      type: 'welcome', self, conversations: [...rooms.values()].map(({ conversation }) => conversation), whole: true,
      limits: { frameBytes: 65_536, textLength: 2_000 }, heartbeat: 0,
    })),
    frame: () => {},
    command(command) {
      setTimeout(() => obey(command, host), 200)
      return true
    },
    ping: () => null,
  }),
}
