import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type {
  CreateFrame, DeliveredFrame, WireChange, WireConversation, WireEvent, WireMember, WireMessage, WirePerson, WireRole,
  WriteFrame,
} from '../../src/protocols/native/wire'
import { limits } from '../limits'
import { cleanTitle } from '../names'
import type { Created, Page, Progress, Range, ReadCursor, Refusal, Store, Written } from '../store'
import { Batch } from './batch'
import { channels, keys } from './keys'
import type { Scripts } from './scripts'
import { peerOf, toConversation, toProgress, toReadCursor } from './rows'
import type { CursorRow, SummaryRow } from './rows'

// More bytes than a page has: any message as a part of a conversation.
const anyLength = 2 ** 40

/**
 * The store in Redis, which many processes may share: all that has to be decided at once is decided there, by scripts.
 * What a script changes it also tells to all of them.
 */
export class RedisStore implements Store {
  private readonly batch: Batch

  constructor(private readonly redis: Redis, private readonly scripts: Scripts) {
    this.batch = new Batch(scripts)
  }

  async putPerson({ id, name }: WirePerson): Promise<void> {
    // Nearly always nothing changes, and what only reads takes no turn at the disk.
    if (await this.redis.hget(keys.people, id) === name) return
    await this.scripts.run('person', [keys.people, keys.names], [id, name])
  }

  async people(except: string, limit: number): Promise<WirePerson[]> {
    const names = await this.redis.zrange(keys.names, 0, String(limit))
    return names.map((entry) => {
      const end = entry.indexOf('\0')
      return { id: entry.slice(end + 1), name: entry.slice(0, end) }
    }).filter(({ id }) => id !== except).slice(0, limit)
  }

  async ensureGroup(id: string, title: string): Promise<void> {
    await this.scripts.run('group', [keys.conversation(id)], [title, randomUUID()])
  }

  async join(conversation: string, person: string): Promise<void> {
    await this.scripts.run('join', [keys.conversation(conversation), keys.conversationsOf(person)],
      [person, conversation])
  }

  async createGroup(from: WirePerson, { id, title, people }: CreateFrame): Promise<Created> {
    const group = randomUUID()
    const clean = cleanTitle(title) ?? ''
    const others = [...new Set(people)].filter(person => person !== from.id)
    const [outcome, what, created] = await this.scripts.tell('create', [
      keys.conversation(group), keys.used(from.id), keys.people, keys.made(from.id),
      ...[from.id, ...others].map(keys.conversationsOf),
    ], [
      channels.conversation(group), JSON.stringify(group), from.id, JSON.stringify(from), group, id, clean,
      JSON.stringify(clean), randomUUID(), channels.person(''), limits.groupsMade, limits.groupMembers,
      limits.conversations, ...others,
    ]) as ['made', string, number] | ['refused', Refusal]
    return outcome === 'made' ? { outcome, id: what, created: created === 1 } : { outcome, why: what }
  }

  async openDirect(person: string, other: string): Promise<{ id: string, created: boolean } | undefined> {
    const id = randomUUID()
    const opened = await this.scripts.tell('open', [
      keys.conversation(id), keys.pairs, keys.people, keys.conversationsOf(person), keys.conversationsOf(other),
    ], [
      id, randomUUID(), [person, other].sort().join(' '), person, other, channels.person(person),
      channels.person(other),
    ]) as [id: string, created: number] | null
    return opened ? { id: opened[0], created: opened[1] === 1 } : undefined
  }

  async members(
    conversation: string, person: string, after: number, limit: number,
  ): Promise<WireMember[] | undefined> {
    const found = await this.scripts.run('members', [keys.conversation(conversation)], [person, after, limit]) as
      (string | number)[] | null
    if (!found) return undefined
    const rows = Array.from({ length: found.length / 3 }, (_, i) => (
      found.slice(i * 3, i * 3 + 3) as [id: string, place: number, role: WireRole]))
    const names = rows.length > 0 ? await this.redis.hmget(keys.people, ...rows.map(([id]) => id)) : []
    return rows.map(([id, place, role], index) => ({ person: { id, name: names[index] ?? id }, role, place }))
  }

  async conversationIds(person: string): Promise<string[]> {
    return this.redis.smembers(keys.conversationsOf(person))
  }

  async conversations(person: string): Promise<WireConversation[]> {
    const found = await this.summaries(await this.conversationIds(person), person)
    found.sort((a, b) => b.lastAt - a.lastAt || (a.conversation.id < b.conversation.id ? -1 : 1))
    let room: number = limits.pageBytes
    return Promise.all(found.map(async ({ conversation, last, bytes }) => {
      room -= last > 0 ? bytes : 0
      return room >= 0 ? this.withLast(conversation, person, last) : conversation
    }))
  }

  async conversation(id: string, person: string): Promise<WireConversation | undefined> {
    const [found] = await this.summaries([id], person)
    return found && this.withLast(found.conversation, person, found.last)
  }

  write(from: WirePerson, frame: WriteFrame): Promise<Written> {
    return this.batch.write(from, frame)
  }

  async history(conversation: string, person: string, range: Range): Promise<Page | undefined> {
    const { before, after, limit } = range
    // There is nothing before the first one; 0 means the end.
    const nothing = before !== undefined && before <= 1
    const point = after ?? before ?? 0
    return this.page(conversation, person, after === undefined ? 'before' : 'after', point, nothing ? 0 : limit)
  }

  async read(conversation: string, person: string, seq: number): Promise<ReadCursor | undefined> {
    const row = await this.move(conversation, person, 'read', seq)
    return row ? toReadCursor(conversation, row) : undefined
  }

  async delivered(person: string, cursors: DeliveredFrame['cursors']): Promise<Progress[]> {
    const rows = await Promise.all(cursors.map(
      ({ conversation, seq }) => this.move(conversation, person, 'delivered', seq)))
    return rows.flatMap((row, index) => (row && toProgress(cursors[index]?.conversation ?? '', row)) ?? [])
  }

  async setting(key: string, make: () => string): Promise<string> {
    const kept = await this.redis.hget(keys.settings, key)
    if (kept !== null) return kept
    // Another process may do the same just now: the first one decides.
    await this.redis.hsetnx(keys.settings, key, make())
    return this.setting(key, make)
  }

  async close(): Promise<void> {
    this.redis.disconnect()
  }

  private async page(
    conversation: string, person: string, direction: 'before' | 'after', point: number, limit: number,
    bytes: number = limits.pageBytes,
  ): Promise<Page | undefined> {
    const found = await this.scripts.run('history', [keys.conversation(conversation)],
      [person, direction, point, limit, bytes, limits.reactionPeople]) as [string, number, ...string[]] | null
    if (!found) return undefined
    const [epoch, head, ...texts] = found
    const events = texts.map(text => JSON.parse(text) as WireEvent)
    return { epoch, head, events: direction === 'before' ? events.reverse() : events }
  }

  private async summaries(ids: readonly string[], person: string) {
    const rows = await Promise.all(ids.map(async id => ({
      id, row: await this.scripts.run('summary', [keys.conversation(id)], [person]) as SummaryRow | null,
    })))
    const known = rows.flatMap(({ id, row }) => (row ? [{ id, row }] : []))
    const peers = known.flatMap(({ row }) => peerOf(row) ?? [])
    const names = peers.length > 0 ? await this.redis.hmget(keys.people, ...peers) : []
    const nameOf = new Map(peers.map((peer, index) => [peer, names[index] ?? peer]))
    return known.map(({ id, row }) => ({
      conversation: toConversation(id, row, nameOf), last: row[8], lastAt: row[9], bytes: row[10],
    }))
  }

  private async withLast(conversation: WireConversation, person: string, last: number): Promise<WireConversation> {
    if (last === 0) return conversation
    const page = await this.page(conversation.id, person, 'after', last - 1, 1, anyLength)
    const event = page?.events[0]
    return event?.seq === last ? { ...conversation, last: event as WireMessage | WireChange } : conversation
  }

  private async move(
    conversation: string, person: string, which: 'read' | 'delivered', seq: number,
  ): Promise<CursorRow | null> {
    return await this.scripts.tell('cursor', [keys.conversation(conversation)],
      [JSON.stringify(conversation), person, which, seq, channels.person('')]) as CursorRow | null
  }
}
