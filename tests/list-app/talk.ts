import { shallowRef } from 'vue'
import type { Message } from '../../src/model/message'
import type { Person } from '../../src/model/person'

/** What the tests and benches do with a list, from outside. */
export interface Controls {
  /** Makes the messages that `fill` gives to the list, so that this isn't a part of what is measured. */
  prepare(count: number): void
  /** As many messages, the newest of which has this number. */
  fill(count: number): void
  append(count: number, how?: Partial<Message>): void
  /**
   * Makes what the next `append` of as many shows, so that this isn't a part of what is measured.
   * @returns the key of the last one
   */
  ready(count: number): string
  /** Makes as many messages for later appends to take from: what they cost isn't a part of what is measured, either. */
  stock(count: number): void
  /** @param how what a message says, by its index among them */
  prepend(count: number, how?: (index: number) => Partial<Message>): void
  /** Other messages, as after a jump to a part of the log: so many, the first of which has this number. */
  replace(first: number, count: number): void
  /** Lets the message at an index say something else, or have something else. */
  change(index: number, how: Partial<Message>): void
  /** The reader writes something. */
  write(): void
  keys(): string[]
  [more: string]: unknown
}

const people: readonly Person[] = ['Ada', 'Grace', 'Alan', 'Edsger'].map(name => ({ id: name.toLowerCase(), name }))
const words = ('so the train left without me and I walked home along the river while it rained on all the roofs of the '
  + 'town where nobody knew my name but everybody had an umbrella').split(' ')

/** A number from 0 to 1 that belongs to an index: the same for every run. */
function chance(index: number): number {
  const x = Math.sin(index * 12.9898) * 43_758.5453
  return x - Math.floor(x)
}

/** A text of one to some sixty words. */
export function textOf(index: number): string {
  const count = 1 + Math.floor(chance(index) ** 3 * 60)
  return Array.from({ length: count }, (_, word) => words[(index * 7 + word) % words.length]).join(' ')
}

const NOON = Date.UTC(2026, 10, 20, 12)
/** Where the numbers begin, so that there is room for older ones. */
const MIDDLE = 10_000_000

/** A message of a talk that goes on for long: mixed lengths, speakers and days. */
export function messageOf(number: number, how: Partial<Message> = {}): Message {
  // Turns of one to some messages.
  const author = people[Math.floor(chance(Math.floor(number / 3)) * people.length)] ?? { id: '?', name: '?' }
  return {
    key: `m${number}`, conversationId: 'talk', seq: number, id: `m${number}`, author, own: author.id === 'ada',
    at: NOON + (number - MIDDLE) * 90_000, content: { kind: 'text', text: textOf(number) }, status: 'sent', ...how,
  }
}

/** The messages of a page's list, and what moves them. */
export function useTalk() {
  const messages = shallowRef<readonly Message[]>([])
  let first = MIDDLE
  let next = MIDDLE
  let prepared: readonly Message[] = []
  /** What the next messages will be. */
  let stock: readonly Message[] = []
  let used = 0
  /** What the list will be given next, and what it has to have now for that. */
  let upcoming: { from: readonly Message[], to: readonly Message[] } | null = null

  function take(count: number, how?: Partial<Message>): readonly Message[] {
    const came = !how && used + count <= stock.length
      ? stock.slice(used, used + count)
      : Array.from({ length: count }, (_, index) => messageOf(next + index, how))
    used += count
    next += count
    return messages.value.concat(came)
  }

  const controls: Controls = {
    prepare(count) {
      first = MIDDLE - count
      next = MIDDLE
      prepared = Array.from({ length: count }, (_, index) => messageOf(first + index))
    },
    fill(count) {
      if (prepared.length !== count) controls.prepare(count)
      messages.value = prepared
      prepared = []
    },
    append(count, how) {
      messages.value = upcoming?.from === messages.value ? upcoming.to : take(count, how)
      upcoming = null
    },
    ready(count) {
      upcoming = { from: messages.value, to: take(count) }
      return upcoming.to[upcoming.to.length - 1]?.key ?? ''
    },
    stock(count) {
      stock = Array.from({ length: count }, (_, index) => messageOf(next + index))
      used = 0
    },
    prepend(count, how) {
      first -= count
      const came = Array.from({ length: count }, (_, index) => messageOf(first + index, how?.(index)))
      messages.value = [...came, ...messages.value]
    },
    replace(from, count) {
      first = from
      next = from + count
      messages.value = Array.from({ length: count }, (_, index) => messageOf(from + index))
    },
    change(index, how) {
      const place = index < 0 ? messages.value.length + index : index
      messages.value = messages.value.map((message, at) => (at === place ? { ...message, ...how } : message))
    },
    write() {
      const own = { own: true, author: people[0] ?? { id: 'ada', name: 'Ada' }, seq: null, status: 'sending' as const }
      controls.append(1, own)
    },
    keys: () => messages.value.map(({ key }) => key),
  }
  // #ifdef H5
  Object.assign(window, { list: controls })
  // #endif
  // #ifndef H5
  Object.assign(getApp().globalData ?? {}, { list: controls })
  // #endif
  return { messages, controls }
}
