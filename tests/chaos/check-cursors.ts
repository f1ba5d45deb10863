import { setTimeout as pause } from 'node:timers/promises'
import type { WireConversation } from '../../src/protocols/native/wire'
import type { Stage } from '../helpers/server'
import type { Client } from './client'
import type { Findings } from './findings'
import { readWelcome, sayingOf } from './log'

/** How long the last cursors may take to arrive, in ms. */
const ARRIVE = 10_000

/**
 * Compares what each client says of its conversations with the server's welcome for that person, and with how far the
 * others have come: once they are the same, or after a while.
 */
export async function checkCursors(
  when: string, stage: Stage, port: number, clients: readonly Client[], findings: Findings,
): Promise<void> {
  const end = Date.now() + ARRIVE
  for (;;) {
    const differences = await compareAll(stage, port, clients)
    if (differences.length > 0 && Date.now() < end) {
      await pause(200)
      continue
    }
    for (const difference of differences) findings.add('wrong', `${when}, ${difference}`)
    return
  }
}

async function compareAll(stage: Stage, port: number, clients: readonly Client[]): Promise<string[]> {
  /** What the server says, by person. */
  const told = new Map<string, Map<string, WireConversation>>()
  for (const { login: { self, token } } of clients) {
    if (told.has(self.id)) continue
    const { conversations } = await readWelcome(stage, port, token)
    told.set(self.id, new Map(conversations.map(conversation => [conversation.id, conversation])))
  }
  return clients.flatMap((client) => {
    const own = told.get(client.login.self.id) ?? new Map<string, WireConversation>()
    const shown = client.engine.sync.conversations.all
    const missing = [...own.keys()].filter(id => !shown.some(conversation => conversation.id === id))
    return [
      ...missing.map(id => `${client.name}: ${id} is missing`),
      ...shown.flatMap((conversation) => {
        const wanted = own.get(conversation.id)
        if (!wanted) return [`${client.name}: ${conversation.id} is nowhere else`]
        const other = wanted.peer && told.get(wanted.peer.id)?.get(wanted.id)
        return compare(conversation, wanted, other).map(words => `${client.name} in ${wanted.id}: ${words}`)
      }),
    ]
  })
}

/** @param other the same conversation as the other person of it sees it, if it is a direct one */
function compare(
  shown: Client['engine']['sync']['conversations']['all'][number],
  wanted: WireConversation, other: WireConversation | undefined,
): string[] {
  const { epoch, head, read, unread, mention, last } = wanted
  const pairs: [name: string, is: unknown, wanted: unknown][] = [
    ['epoch', shown.epoch, epoch], ['head', shown.head, head], ['read', shown.read, read],
    ['unread', shown.unread, unread], ['mention', shown.mention, mention],
  ]
  // It may be missing in a welcome.
  if (last) {
    pairs.push(['last', shown.last?.seq, last.seq])
    if (shown.last && last.type === 'message') {
      pairs.push(['last says', sayingOf(shown.last.content), sayingOf(last.content)])
    }
  }
  if (wanted.kind === 'direct') {
    // All of it has reached a device, as all are online.
    pairs.push(['delivered', shown.delivered, head], ['delivered at the server', wanted.delivered, head])
    pairs.push(['reached.read', shown.reached?.read, other?.read])
    pairs.push(['reached.delivered', shown.reached?.delivered, other?.delivered])
  }
  return pairs.filter(([, is, should]) => is !== should).map(([name, is, should]) =>
    `${name} is ${String(is)} instead of ${String(should)}`)
}
