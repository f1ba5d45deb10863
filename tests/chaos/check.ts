import type { Message } from '../../src/model/message'
import { type Stage } from '../helpers/server'
import type { Client } from './client'
import type { Findings } from './findings'
import { identify, type Ledger } from './ledger'

/** A room's log as the server has it at the end, read by a client that has nothing in common with the kit. */
export interface Log {
  readonly room: string
  readonly epoch: string
  readonly head: number
  readonly entries: readonly { readonly seq: number, readonly text: string }[]
}

/** Reads the logs of all rooms that a person is a member of. */
export async function readLogs(stage: Stage, port: number, token: string): Promise<Log[]> {
  const reader = await stage.enter(port, token)
  const logs: Log[] = []
  for (const { id: room } of reader.welcome.conversations) {
    const entries: { seq: number, text: string }[] = []
    let page = await reader.history({ after: 0, limit: 200 }, room)
    while (page.events.length > 0) {
      for (const { seq, content } of page.events) {
        entries.push({ seq, text: 'text' in content ? String(content.text) : '' })
      }
      page = await reader.history({ after: entries.at(-1)?.seq ?? 0, limit: 200 }, room)
    }
    logs.push({ room, epoch: page.epoch, head: page.head, entries })
  }
  await reader.end()
  return logs
}

/** Compares one log with what was written: nothing twice, and each author's messages in the order they were written. */
export function checkLog({ room, entries }: Log, findings: Findings): void {
  const seen = new Set<string>()
  const counts = new Map<number, number>()
  for (const { seq, text } of entries) {
    const identity = identify(text)
    if (!identity) {
      findings.add('phantom', `${room}: ${seq} of the log is nobody's: ${text}`)
      continue
    }
    if (seen.has(text)) findings.add('duplicated', `${room}: ${text} is twice in the log, again at ${seq}`)
    seen.add(text)
    const last = counts.get(identity.author) ?? 0
    if (identity.count < last) findings.add('inverted', `${room}: ${text} comes after number ${last} in the log`)
    counts.set(identity.author, Math.max(last, identity.count))
  }
}

/** Compares what a member sees of a room with its log. What was trimmed away may still be shown before it. */
export function checkView(client: Client, { room, entries, head }: Log, findings: Findings): void {
  const who = `${client.name} in ${room}`
  const first = entries[0]?.seq ?? head + 1
  const placed = client.view(room).filter(({ seq }) => seq === null || seq >= first)
    .filter(({ seq, status }) => seq !== null || status === 'sent')
  const places = new Map(entries.map(({ text, seq }) => [text, seq]))
  const seen = new Set<string>()
  let last = 0
  for (const message of placed) {
    const text = textOf(message)
    const seq = places.get(text)
    if (seen.has(text)) findings.add('duplicated', `${who}: ${text} is shown twice`)
    seen.add(text)
    if (seq === undefined) {
      findings.add('phantom', `${who}: ${text} is shown at ${message.seq}, and is not in the log`)
      continue
    }
    if (seq < last) findings.add('inverted', `${who}: ${text} is shown after ${last}, and stands at ${seq} of the log`)
    last = Math.max(last, seq)
  }
  for (const { text, seq } of entries) {
    if (!seen.has(text)) findings.add('lost', `${who}: ${text}, ${seq} of the log, is not shown`)
  }
}

/** Compares what was written with what became of it. */
export function checkWritten(
  ledger: Ledger, clients: readonly Client[], logs: ReadonlyMap<string, Log>, findings: Findings,
): void {
  const stored = new Set([...logs.values()].flatMap(({ entries }) => entries.map(({ text }) => text)))
  const own = clients.map(client => new Map(
    [...logs.keys()].flatMap(room => client.view(room)).filter(message => message.own)
      .map(message => [textOf(message), message] as const),
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

function textOf({ content }: Message): string {
  return content.kind === 'text' ? content.text : ''
}
