import type { WelcomeFrame, WireEvent, WireMessage } from '../../src/protocols/native/wire'
import type { Stage } from '../helpers/server'

/** A message of a log, as the server tells it at the end. */
export interface Entry {
  readonly seq: number
  /** What it said first, as the ledger knows it: `c2-17`. Null if it is nobody's. */
  readonly name: string | null
  readonly message: WireMessage
}

/** A room's log as the server has it at the end, read by a client that has nothing in common with the kit. */
export interface Log {
  readonly room: string
  readonly epoch: string
  readonly head: number
  /** All entries, of all types. */
  readonly events: readonly WireEvent[]
  /** Its messages. */
  readonly entries: readonly Entry[]
}

/** Reads the logs of all rooms that a person is a member of. */
export async function readLogs(
  stage: Stage, port: number, token: string, nameOf: (id: string) => string | undefined,
): Promise<Log[]> {
  const reader = await stage.enter(port, token)
  const logs: Log[] = []
  for (const { id: room } of reader.welcome.conversations) {
    const events: WireEvent[] = []
    let page = await reader.history({ after: 0, limit: 200 }, room)
    while (page.events.length > 0) {
      events.push(...page.events)
      page = await reader.history({ after: events.at(-1)?.seq ?? 0, limit: 200 }, room)
    }
    const entries = events.flatMap(event =>
      event.type === 'message' ? [{ seq: event.seq, name: nameOf(event.id) ?? null, message: event }] : [])
    logs.push({ room, epoch: page.epoch, head: page.head, events, entries })
  }
  await reader.end()
  return logs
}

/** What the server says of all conversations of a person now. */
export async function readWelcome(stage: Stage, port: number, token: string): Promise<WelcomeFrame> {
  const reader = await stage.enter(port, token)
  await reader.end()
  return reader.welcome
}

/** What a content says: its text, or that it was taken back, and by whom. */
export function sayingOf(content: object): string {
  return 'text' in content ? String(content.text) : JSON.stringify(content)
}
