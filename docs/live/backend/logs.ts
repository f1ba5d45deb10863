/** What the server in memory knows: conversations, and what was said in them. */
import type { Content, Conversation, MessageEntry, Person, Role } from '../../../index'
import type { Change } from '../../../src/model/write'
import type { LogEntry } from '../../../src/model/entry'
import { amend, type Amendment } from '../../../src/model/entry'
import { say } from '../look'
import { picture, text } from '../messages'
import { alan, barbara, edsger, grace, others, self } from '../people'

const MINUTE = 60_000
/** Another one for each visit: nothing that was kept of an earlier one fits. */
const epoch = `e${Date.now()}`

export interface Room {
  conversation: Conversation
  /** Each message as it stands now. */
  readonly messages: Map<number, MessageEntry>
  readonly entries: LogEntry[]
  readonly people: readonly { readonly person: Person, readonly role: Role, readonly place: number }[]
  pins: MessageEntry[]
}

export const rooms = new Map<string, Room>()
let made = 0

export const idOf = (): string => `s${made += 1}`

export function roomOf(id: string): Room {
  const room = rooms.get(id)
  if (!room) throw new Error(`there is no conversation '${id}'`)
  return room
}

/** Adds to a log, which gives it the next place. */
export function append(room: Room, author: Person, content: Content, more: Partial<MessageEntry> = {}): MessageEntry {
  const seq = room.conversation.head + 1
  const entry: MessageEntry = { type: 'message', seq, id: idOf(), author, at: Date.now(), content, ...more }
  room.messages.set(seq, entry)
  room.entries.push(entry)
  const { read, unread } = room.conversation
  const own = author.id === self.id
  room.conversation = {
    ...room.conversation, head: seq, last: entry, read: own ? seq : read, unread: own ? 0 : unread + 1,
  }
  return entry
}

/** An edit, a recall or a reaction; undefined where there is no such message. */
export function change(room: Room, { target, ...what }: Change, id: string): Amendment | undefined {
  const message = [...room.messages.values()].find(one => one.id === target.id && one.author.id === target.from)
  if (!message) return undefined
  const seq = room.conversation.head + 1
  const base = { seq, id, author: self, at: Date.now(), target: message.seq }
  const before = message.reactions?.find(one => what.type === 'react' && one.emoji === what.emoji)?.count ?? 0
  const entry: Amendment = what.type === 'react'
    ? { ...base, ...what, count: before + (what.on ? 1 : -1) }
    : { ...base, ...what }
  room.messages.set(message.seq, amend(message, entry))
  room.entries.push(entry)
  room.conversation = { ...room.conversation, head: seq, read: seq }
  return entry
}

/** A part of a log, with each message as it stands now. */
export function page(room: Room, { before, after, limit }: { before?: number, after?: number, limit: number }) {
  const entries = room.entries.map(entry => room.messages.get(entry.seq) ?? entry)
  if (after !== undefined) return entries.filter(({ seq }) => seq > after).slice(0, limit)
  return entries.filter(({ seq }) => before === undefined || seq < before).slice(-limit)
}

type Line = [minutes: number, author: Person, content: Content]

function make(conversation: Partial<Conversation> & Pick<Conversation, 'id' | 'kind' | 'title'>, members: Person[],
  lines: Line[], unread = 0): Room {
  const room: Room = {
    conversation: { epoch, head: 0, read: 0, delivered: 0, unread: 0, mention: 0, ...conversation },
    messages: new Map(), entries: [], pins: [],
    people: members.map((person, index) => ({ person, role: index ? 'member' : 'owner', place: index + 1 })),
  }
  for (const [minutes, author, content] of lines) append(room, author, content, { at: Date.now() - minutes * MINUTE })
  const { head } = room.conversation
  room.conversation = { ...room.conversation, read: head - unread, unread, delivered: head }
  rooms.set(conversation.id, room)
  return room
}

const trip = make({
  id: 'trip', kind: 'group', title: say('Weekend trip', '周末出游'), role: 'owner', members: 5, writers: 'all',
  announcement: say('We meet at eight, at the north gate.', '八点在北门集合。'),
}, [self, grace, alan, barbara, edsger], [
  [95, grace, text('Who is coming on Saturday?', '周六谁去？')],
  [93, alan, text('Me! I’ll bring the map.', '我去！我带地图。')],
  [92, barbara, text('Me too, with the good coffee ☕️', '我也去，带好咖啡 ☕️')],
  [90, self, text('Count me in. The early train?', '算我一个。坐早班车？')],
  [88, grace, text('Yes: 7:40, platform 3.', '对，7:40，三站台。')],
  [87, self, picture],
  [86, edsger, text('What a view. I’m in.', '风景真好，我也去。')],
  [12, grace, text('Tickets are booked 🎉', '票订好了 🎉')],
])
trip.pins = [...trip.messages.values()].filter(({ seq }) => seq === 5)

make({ id: 'grace', kind: 'direct', title: grace.name, peer: grace, pinned: 1, reached: { delivered: 4, read: 4 } },
  [self, grace], [
    [46, grace, text('Are you on the train yet?', '上车了吗？')],
    [45, self, text('Just got on 🚄', '刚上 🚄')],
    [44, self, picture],
    [43, self, text('I’ll be there at six.', '我六点到。')],
    [42, grace, text('See you at the station then.', '那车站见。')],
  ])

others.slice(1).forEach((person, index) => make(
  { id: person.id, kind: 'direct', title: person.name, peer: person, muted: index === 3 || undefined }, [self, person],
  [[200 + index * 700, person, index % 2 ? text('Thanks!', '谢谢！') : text('Talk to you tomorrow.', '明天聊。')]],
  index % 3 === 0 ? 1 : 0))
