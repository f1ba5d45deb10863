import type { Message } from '../../src/model/message'
import type { WireEvent, WireMessage, WireReaction } from '../../src/protocols/native/wire'
import type { Client } from './client'
import type { Findings } from './findings'
import type { Changed, Ledger } from './ledger'
import { type Log, sayingOf } from './log'

/** How a message stands, so that it can be compared. */
interface State {
  says: string
  edited: number | undefined
  amended: number | undefined
  mentions: string
  reactions: string
}

/** Compares how the server tells each message with what its log says happened to it. */
export function checkFold({ room, events, entries }: Log, findings: Findings): void {
  const about = new Map<number, WireEvent[]>()
  for (const event of events) {
    if (!('target' in event) || event.target === undefined) continue
    about.set(event.target, [...about.get(event.target) ?? [], event])
  }
  for (const { seq, name, message } of entries) {
    const difference = differ(fold(message, about.get(seq) ?? []), stateOf(message))
    if (difference) findings.add('wrong', `${room}: the server tells ${name} not as its log says: ${difference}`)
  }
}

/** Compares how each message is shown with how the server tells it. */
export function checkShown(client: Client, { room, entries }: Log, findings: Findings): void {
  const shown = new Map(client.view(room).map(message => [message.seq, message]))
  for (const { seq, name, message } of entries) {
    const own = shown.get(seq)
    // What is missing is told elsewhere.
    if (!own) continue
    const who = `${client.name} in ${room}: ${name} at ${seq}`
    const difference = differ(stateOf(own), stateOf(message)) || (own.at === message.at ? '' : `at ${own.at}`)
    if (difference) findings.add('wrong', `${who} is shown otherwise: ${difference}`)
  }
}

/** Compares the changes that were made with what became of them. */
export function checkChanges(
  ledger: Ledger, clients: readonly Client[], logs: ReadonlyMap<string, Log>, findings: Findings,
): void {
  for (const { who, code, type, target } of ledger.refused.values()) {
    const name = ledger.nameOf(target) ?? target
    const gone = ledger.voided.has(name) || ledger.buried.has(name)
    const fair = (code === 4022 && ledger.recalls.has(target)) || (code === 4004 && gone)
    if (!fair) findings.add('failed', `${who}: ${type} of ${name}: ${code}`)
  }
  const entries = [...logs.values()].flatMap(log => log.entries)
  const messages = new Map(entries.map(({ name, message }) => [name, message]))
  const edits = new Set([...logs.values()].flatMap(({ events }) =>
    events.map(event => (event.type === 'edit' ? sayingOf(event.content) : ''))))
  /** The last one of those that make each other void. */
  const last = new Map<string, Changed>()
  const unsure = new Set<string>()
  for (const changed of ledger.changes) {
    const key = keyOf(changed)
    last.set(key, changed)
    if (ledger.buriedChanges.has(changed)) unsure.add(key)
  }
  for (const [key, changed] of last) {
    const { what, name, room, author } = changed
    // What waits is not lost yet: its client is stuck.
    if (clients[author]?.awaits(changed)) continue
    const message = messages.get(name)
    // Where the message went, its changes may have gone too.
    if (!message || ledger.voided.has(name) || unsure.has(key)) continue
    const isRecalled = message.content.kind === 'recalled'
    const done = what.type === 'recall'
      ? isRecalled
      : isRecalled || (what.type === 'edit' ? edits.has(sayingOf(what.content)) : reacted(message, key) === what.on)
    if (!done) findings.add('lost', `${room}: ${key} is not in the log`)
  }

  function reacted({ reactions = [] }: WireMessage, key: string): boolean {
    const { what, author } = last.get(key) ?? {}
    const person = ledger.persons.get(author ?? 0)
    return what?.type === 'react' && reactions.some(({ emoji, people }) =>
      emoji === what.emoji && people.some(({ id }) => id === person))
  }
}

function keyOf({ author, name, what }: Changed): string {
  if (what.type === 'edit') return `edit of ${name}: ${what.content.kind === 'text' ? what.content.text : ''}`
  return what.type === 'recall' ? `recall of ${name}` : `react to ${name} by client ${author}: ${what.emoji}`
}

/** A message after all that its log says about it. */
function fold(message: WireMessage, about: readonly WireEvent[]): State {
  let says = sayingOf(message.content)
  let edited: number | undefined
  let isRecalled = false
  const reactors = new Map<string, string[]>()
  for (const event of about) {
    if (event.type === 'edit') {
      says = sayingOf(event.content)
      edited = event.at
    } else if (event.type === 'recall') {
      if (!isRecalled) says = sayingOf({ kind: 'recalled', by: event.from })
      isRecalled = true
      reactors.clear()
    } else if (event.type === 'react' && !isRecalled) {
      const others = (reactors.get(event.emoji) ?? []).filter(id => id !== event.from.id)
      const after = event.on ? [...others, event.from.id] : others
      if (after.length > 0) reactors.set(event.emoji, after)
      else reactors.delete(event.emoji)
    }
  }
  const reactions = [...reactors].map(([emoji, people]) => described(emoji, people.length, people)).join(' ')
  return { says, edited, amended: about.at(-1)?.seq, mentions: String(message.mentions ?? ''), reactions }
}

function stateOf(message: WireMessage | Message): State {
  const { content, edited, amended, mentions, reactions = [] } = message
  return {
    says: sayingOf(content),
    edited,
    amended,
    mentions: String(mentions ?? ''),
    reactions: (reactions as readonly WireReaction[])
      .map(({ emoji, count, people }) => described(emoji, count, people.map(({ id }) => id))).join(' '),
  }
}

function described(emoji: string, count: number, people: readonly string[]): string {
  return `${emoji}${count}(${[...people].sort().join()})`
}

function differ(is: State, wanted: State): string {
  return (Object.keys(wanted) as (keyof State)[]).filter(key => is[key] !== wanted[key])
    .map(key => `${key}: ${is[key]} instead of ${wanted[key]}`).join('; ')
}
