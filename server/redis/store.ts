import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type {
  CreateFrame, DeliveredFrame, WireChange, WireConversation, WireEvent, WireMember, WireMessage, WirePerson, WireRole,
  WireReader, WireSettings, WireVersion, WriteFrame,
} from '../../src/protocols/native/wire'
import { limits } from '../limits'
import { cleanTitle } from '../names'
import type {
  Created, Page, Progress, Range, ReadCursor, Refusal, SearchPoint, SearchStep, Store, Written,
} from '../store'
import { Batch } from './batch'
import { channels, keys } from './keys'
import { acquainted, personsOf, putPicturesInto } from './people'
import type { Scripts } from './scripts'
import { peerOf, toConversation, toProgress, toReadCursor, toSearchStep, toVersions } from './rows'
import type { CursorRow, SearchRow, SummaryRow } from './rows'

// More bytes than a page has: any message as a part of a conversation.
const anyLength = 2 ** 40

/**
 * The store in Redis, which many processes may share: all that has to be decided at once is decided there, by scripts.
 * What a script changes it also tells to all of them.
 */
/** A conversation, and what is known of its newest message or change. */
interface Summary {
  conversation: WireConversation
  /** Its `seq`, or 0 if this person isn't told of it. */
  last: number
  /** When it came; 0 if there never was one. */
  lastAt: number
}

export class RedisStore implements Store {
  private readonly batch: Batch

  constructor(private readonly redis: Redis, private readonly scripts: Scripts) {
    this.batch = new Batch(scripts)
  }

  async putPerson({ id, name, avatar }: WirePerson): Promise<void> {
    // Nearly always nothing changes, and what only reads takes no turn at the disk.
    const known = await this.person(id)
    if (known?.name === name && known.avatar === avatar) return
    await this.scripts.run('person', [keys.people, keys.names, keys.pictures], [id, name, avatar ?? ''])
  }

  async person(id: string): Promise<WirePerson | undefined> {
    const [[name], [avatar]] = await Promise.all([
      this.redis.hmget(keys.people, id), this.redis.hmget(keys.pictures, id),
    ])
    if (typeof name !== 'string') return undefined
    return avatar ? { id, name, avatar } : { id, name }
  }

  async people(except: string, limit: number): Promise<WirePerson[]> {
    const names = await this.redis.zrange(keys.names, 0, String(limit))
    const ids = names.map(entry => entry.slice(entry.indexOf('\0') + 1)).filter(id => id !== except).slice(0, limit)
    return personsOf(this.redis, ids)
  }

  async acquainted(person: string, others: readonly string[]): Promise<string[]> {
    return acquainted(this.redis, person, others)
  }

  async ensureGroup(id: string, title: string): Promise<void> {
    await this.scripts.run('group', [keys.conversation(id)], [title, randomUUID()])
  }

  async join(conversation: string, person: string): Promise<void> {
    await this.scripts.run('join', [keys.conversation(conversation), keys.conversationsOf(person)],
      [person, conversation])
  }

  async comeIn(conversation: string, person: WirePerson): Promise<WireEvent | undefined> {
    const told = await this.scripts.tell('come', [
      keys.conversation(conversation), keys.used(person.id), keys.conversationsOf(person.id),
    ], [
      channels.conversation(conversation), JSON.stringify(conversation), person.id, JSON.stringify(person),
      conversation, randomUUID(), channels.person(person.id),
    ]) as string | null
    return told === null ? undefined : JSON.parse(told) as WireEvent
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
    const people = await personsOf(this.redis, rows.map(([id]) => id))
    return rows.flatMap(([, place, role], index) => {
      const person = people[index]
      return person ? [{ person, role, place }] : []
    })
  }

  async readers(conversation: string, person: string): Promise<WireReader[] | null | undefined> {
    const found = await this.scripts.run('readers', [keys.conversation(conversation)], [person, limits.smallGroup]) as
      (string | number)[] | 0 | null
    if (!found) return found === null ? undefined : null
    const people = await personsOf(this.redis, found.filter((_, index) => index % 3 === 0).map(String))
    return people.map((reader, index) => (
      { person: reader, delivered: Number(found[3 * index + 1]), read: Number(found[3 * index + 2]) }))
  }

  async mayType(conversation: string, person: string): Promise<boolean> {
    return await this.scripts.run('may-type', [keys.conversation(conversation)], [person, limits.smallGroup]) === 1
  }

  async set(
    conversation: string, person: string, { pinned, muted, hidden, marked, cleared }: WireSettings,
  ): Promise<boolean> {
    const values = [pinned, muted, hidden, marked].map(value => (value === undefined ? '' : Number(value)))
    return await this.scripts.tell('set', [keys.conversation(conversation)],
      [conversation, person, channels.person(person), ...values, cleared ?? '']) === 1
  }

  async conversationIds(person: string): Promise<string[]> {
    return this.redis.smembers(keys.conversationsOf(person))
  }

  async conversations(person: string): Promise<WireConversation[]> {
    const found = await this.summaries(await this.conversationIds(person), person)
    found.sort((a, b) => b.lastAt - a.lastAt || (a.conversation.id < b.conversation.id ? -1 : 1))
    let room: number = limits.pageBytes
    const all = await Promise.all(found.map(async ({ last, bytes, ...summary }) => {
      room -= last > 0 ? bytes : 0
      return this.withLast({ ...summary, last: room >= 0 ? last : 0 }, person)
    }))
    await putPicturesInto(this.redis, all.flatMap(({ last }) => last ?? []))
    return all
  }

  async conversation(id: string, person: string): Promise<WireConversation | undefined> {
    const [found] = await this.summaries([id], person)
    const conversation = found && await this.withLast(found, person)
    if (conversation?.last) await putPicturesInto(this.redis, [conversation.last])
    return conversation
  }

  write(from: WirePerson, frame: WriteFrame): Promise<Written> {
    return this.batch.write(from, frame)
  }

  async history(conversation: string, person: string, range: Range): Promise<Page | undefined> {
    const { before, after, limit } = range
    // There is nothing before the first one; 0 means the end.
    const nothing = before !== undefined && before <= 1
    const point = after ?? before ?? 0
    const page = await this.page(
      conversation, person, after === undefined ? 'before' : 'after', point, nothing ? 0 : limit)
    if (page) await putPicturesInto(this.redis, page.events)
    return page
  }

  async read(conversation: string, person: string, seq: number): Promise<ReadCursor | undefined> {
    const row = await this.move(conversation, person, 'read', seq)
    return row ? toReadCursor(conversation, row) : undefined
  }

  async hide(conversation: string, person: string, seqs: readonly number[]) {
    const found = await this.scripts.tell('hide', [keys.conversation(conversation)],
      [JSON.stringify(conversation), person, channels.person(person), ...seqs]) as [string, ...string[]] | null
    if (!found) return undefined
    const [epoch, ...hidden] = found
    return { seqs: hidden.map(Number), epoch }
  }

  async pins(conversation: string, person: string): Promise<WireMessage[] | undefined> {
    const found = await this.scripts.run('pins', [keys.conversation(conversation)],
      [person, limits.reactionPeople, limits.pageBytes]) as string[] | null
    const messages = found?.map(text => JSON.parse(text) as WireMessage)
    if (messages) await putPicturesInto(this.redis, messages)
    return messages
  }

  async versions(conversation: string, person: string, seq: number): Promise<WireVersion[] | undefined> {
    const found = await this.scripts.run('versions', [keys.conversation(conversation)],
      [person, seq, limits.versions, limits.pageBytes]) as string[] | null
    return found ? toVersions(found) : undefined
  }

  async places(person: string): Promise<{ conversation: string, at: number }[]> {
    const ids = await this.conversationIds(person)
    return Promise.all(ids.map(async conversation => (
      { conversation, at: Number(await this.redis.hget(`${keys.conversation(conversation)}meta`, 'lastAt')) })))
  }

  async searchStep(
    conversation: string, person: string, point: SearchPoint, most: number,
  ): Promise<SearchStep | undefined> {
    const [by, from] = 'seq' in point ? ['seq', point.seq] as const : ['at', point.at] as const
    const found = await this.scripts.run('search', [keys.conversation(conversation)],
      [person, by, from, most, limits.pageBytes, limits.searchEach]) as SearchRow | null
    return found ? toSearchStep(found) : undefined
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
      [person, limits.reactionPeople, direction, point, limit, bytes]) as [string, number, ...string[]] | null
    if (!found) return undefined
    const [epoch, head, ...texts] = found
    const events = texts.map(text => JSON.parse(text) as WireEvent)
    return { epoch, head, events: direction === 'before' ? events.reverse() : events }
  }

  private async summaries(ids: readonly string[], person: string) {
    const ask = (id: string) => this.scripts.run('summary', [keys.conversation(id)], [person, limits.lastAmong])
    const rows = await Promise.all(ids.map(async id => ({ id, row: await ask(id) as SummaryRow | null })))
    const known = rows.flatMap(({ id, row }) => (row ? [{ id, row }] : []))
    const peers = known.flatMap(({ row }) => peerOf(row) ?? [])
    const people = new Map((await personsOf(this.redis, peers)).map(person => [person.id, person]))
    return known.map(({ id, row }) => ({
      conversation: toConversation(id, row, people), last: row[8], lastAt: row[9], bytes: row[10],
    }))
  }

  private async withLast({ conversation, last, lastAt }: Summary, person: string): Promise<WireConversation> {
    const page = last > 0 ? await this.page(conversation.id, person, 'after', last - 1, 1, anyLength) : undefined
    const event = page?.events[0]
    if (event?.seq === last) return { ...conversation, last: event as WireMessage | WireChange }
    return lastAt > 0 ? { ...conversation, at: lastAt } : conversation
  }

  private async move(
    conversation: string, person: string, which: 'read' | 'delivered', seq: number,
  ): Promise<CursorRow | null> {
    return await this.scripts.tell('cursor', [keys.conversation(conversation)],
      [
        JSON.stringify(conversation), person, which, seq, channels.person(''), limits.smallGroup, limits.seenMessages,
        limits.seenEntries,
      ]) as CursorRow | null
  }
}
