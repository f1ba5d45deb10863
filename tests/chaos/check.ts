import type { Client } from './client'
import type { Findings } from './findings'
import { identify, type Ledger } from './ledger'
import { type Log, sayingOf } from './log'

/** Compares one log with what was written: nothing twice, and each author's entries in the order they were written. */
export function checkLog({ room, events, entries }: Log, ledger: Ledger, findings: Findings): void {
  const names = new Map(entries.map(({ seq, name }) => [seq, name]))
  const orders = new Map(ledger.written.map(({ text, order }) => [text, order]))
  const editors = new Map(ledger.changes.map(({ order, author }) => [order, author]))
  const seen = new Set<string>()
  const last = new Map<number, { order: number, text: string, seq: number, id: string }>()
  for (const event of events) {
    const saying = 'content' in event ? sayingOf(event.content) : ''
    const identity = identify(saying)
    const name = event.type === 'message' ? names.get(event.seq) : undefined
    if (name === null || (name !== undefined && identity && name !== `c${identity.author}-${identity.count}`)) {
      findings.add('phantom', `${room}: ${event.seq} of the log is nobody's: ${saying}`)
      continue
    }
    // What an edit said is gone when its message was recalled; the other changes say nothing.
    const isEdit = event.type === 'edit' && identity?.edit !== undefined
    const text = name ?? (isEdit ? saying : undefined)
    if (text === undefined) continue
    if (seen.has(text)) findings.add('duplicated', `${room}: ${text} is twice in the log, again at ${event.seq}`)
    seen.add(text)
    const order = (isEdit ? identity?.edit : orders.get(text)) ?? 0
    const author = isEdit ? editors.get(order) : identify(text)?.author
    if (author === undefined) continue
    const before = last.get(author)
    if (before && order < before.order) {
      // What it edits was lost with a log that was reset, and another device brought it again only after that: the edit
      // was refused at its own time, and the answer lost.
      if (event.type === 'edit' && event.target > before.seq) continue
      const [way, way2] = [event.id, before.id].map(each => ledger.ways.get(each)?.join(', '))
      findings.add('inverted', `${room}: ${text} comes at ${event.seq} after ${before.text} at ${before.seq}, which was`
        + ` written later; the one: ${way}; the other: ${way2}`)
    } else {
      last.set(author, { order, text, seq: event.seq, id: event.id })
    }
  }
}

/** Compares what a member sees of a room with its log. What was trimmed away may still be shown before it. */
export function checkView(
  client: Client, { room, entries, head, events }: Log, ledger: Ledger, findings: Findings,
): void {
  const who = `${client.name} in ${room}`
  const first = events[0]?.seq ?? head + 1
  const placed = client.view(room).filter(({ seq }) => seq === null || seq >= first)
    .filter(({ seq, status }) => seq !== null || status === 'sent')
  const places = new Map(entries.map(({ name, seq }) => [name, seq]))
  const seen = new Set<string>()
  let last = 0
  for (const message of placed) {
    const name = ledger.nameOf(message.id) ?? sayingOf(message.content)
    const seq = places.get(name)
    if (seen.has(name)) findings.add('duplicated', `${who}: ${name} is shown twice`)
    seen.add(name)
    if (seq === undefined) {
      findings.add('phantom', `${who}: ${name} is shown at ${message.seq}, and is not in the log`)
      continue
    }
    if (seq < last) findings.add('inverted', `${who}: ${name} is shown after ${last}, and stands at ${seq} of the log`)
    last = Math.max(last, seq)
  }
  for (const { name, seq } of entries) {
    if (!seen.has(name ?? '')) findings.add('lost', `${who}: ${name}, ${seq} of the log, is not shown`)
  }
}

/** Compares what was written with what became of it. */
export function checkWritten(
  ledger: Ledger, clients: readonly Client[], logs: ReadonlyMap<string, Log>, findings: Findings,
): void {
  const stored = new Set([...logs.values()].flatMap(({ entries }) => entries.map(({ name }) => name)))
  const own = clients.map(client => new Map(
    [...logs.keys()].flatMap(room => client.view(room)).filter(message => message.own)
      .map(message => [ledger.nameOf(message.id), message] as const),
  ))
  for (const { author, text, room } of ledger.written) {
    const message = own[author]?.get(text)
    if (message?.status === 'failed') {
      const code = message.error?.code ?? 'no code'
      if (stored.has(text)) findings.add('falselyFailed', `${text} in ${room}: ${code}`)
      else findings.add('failed', `${text} in ${room}: ${code}`)
    } else if (!stored.has(text) && !ledger.mayBeGone(text)) {
      // What waits is not lost yet, unless it was called sent before: its client is stuck.
      const waits = message?.seq === null && !ledger.acked.has(text)
      if (!waits) findings.add('lost', `${text} in ${room}: ${ledger.acked.has(text) ? 'sent' : 'written'}, and gone`)
    }
  }
}
