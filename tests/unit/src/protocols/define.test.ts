import { beforeEach, describe, expect, it } from 'vitest'
import type { Conversation } from '../../../../src/model/conversation'
import type { ChatEvent, PageEvent, WelcomeEvent } from '../../../../src/model/events'
import type { Frame } from '../../../../src/platform/types'
import { defineProtocol, type News, type ProtocolDefinition, type Said } from '../../../../src/protocols/define'
import { pass, settle } from '../../../helpers/fake-clock'
import { FakePlatform } from '../../../helpers/fake-platform'

/** A session with a host that knows what it was told, as the engine does. */
class Desk {
  platform = new FakePlatform()
  events: ChatEvent[] = []
  sent: Frame[] = []
  known = new Map<string, Conversation>()

  start(definition: Partial<ProtocolDefinition> = {}) {
    const protocol = defineProtocol({
      me: { id: 'ann', name: 'Ann' },
      decode: frame => JSON.parse(String(frame)) as News,
      encode: ({ id, text }) => `${id}:${text}`,
      ...definition,
    })
    return protocol.start({
      platform: this.platform,
      send: (frame) => {
        this.sent.push(frame)
        return true
      },
      emit: event => this.take(event),
      known: id => this.known.get(id),
    })
  }

  take(event: ChatEvent): void {
    this.events.push(event)
    if (event.type === 'welcome') this.known = new Map(event.conversations.map(one => [one.id, one]))
    if (event.type === 'conversation') this.known.set(event.conversation.id, event.conversation)
    if (event.type !== 'logged' || event.entry.type !== 'message') return
    const { conversationId, entry } = event
    const before = this.known.get(conversationId)
    if (!before) return
    const isNew = entry.author.id !== 'ann' && entry.content.kind !== 'system'
    this.known.set(conversationId, {
      ...before, head: entry.seq, last: entry, unread: before.unread + (isNew ? 1 : 0),
    })
  }

  of<Type extends ChatEvent['type']>(type: Type) {
    return this.events.filter((event): event is Extract<ChatEvent, { type: Type }> => event.type === type)
  }

  get welcome(): WelcomeEvent | undefined {
    return this.of('welcome').pop()
  }

  get texts(): string[] {
    return this.of('logged').map(({ entry }) =>
      entry.type === 'message' && 'text' in entry.content ? `${entry.author.name}:${entry.content.text}` : entry.type)
  }

  async page(session: ReturnType<Desk['start']>, range: object): Promise<PageEvent | undefined> {
    session.command({ type: 'history', id: 'h', conversationId: 'main', limit: 50, ...range })
    await settle()
    return this.of('page').pop()
  }
}

let desk: Desk
beforeEach(() => { desk = new Desk() })

const say = (news: Partial<Said>): string => JSON.stringify({ type: 'said', content: 'x', from: 'Ben', ...news })
const send = (id: string, text: string) =>
  ({ type: 'send', id, conversationId: 'main', content: { kind: 'text', text } }) as const

describe('without a past', () => {
  it('numbers what comes, and goes on there after a restart', async () => {
    const session = desk.start()
    session.opened('-')
    await settle()
    expect(desk.welcome).toMatchObject({ self: { id: 'ann' }, conversations: [{ id: 'main', head: 0, unread: 0 }] })
    session.frame(say({ content: 'a', id: '1' }))
    session.frame(say({ content: 'b', id: '2' }))
    session.frame(say({ content: 'a', id: '1' }))
    expect(desk.texts).toEqual(['Ben:a', 'Ben:b'])
    const { epoch } = desk.known.get('main') as Conversation

    const again = desk.start()
    again.opened('-')
    await settle()
    expect(desk.welcome?.conversations).toMatchObject([{ epoch, head: 2, unread: 2, last: { seq: 2 } }])
    again.frame(say({ content: 'c', id: '3' }))
    expect(desk.of('logged').pop()?.entry.seq).toBe(3)
    // What the new run doesn't have only keeps its place; before it there is nothing.
    expect((await desk.page(again, { after: 1 }))?.entries).toMatchObject([{ seq: 2, type: 'unknown' }, { seq: 3 }])
    expect((await desk.page(again, { before: 3 }))?.entries).toEqual([])
  })

  it('begins anew when the kit has forgotten everything, or another person comes', async () => {
    let me = { id: 'ann', name: 'Ann' }
    const session = desk.start({ me: () => me })
    for (const next of [() => desk.known.clear(), () => { me = { id: 'cem', name: 'Cem' } }]) {
      session.opened('-')
      await settle()
      session.frame(say({ content: 'secret' }))
      const before = desk.known.get('main')?.epoch
      session.ended?.()
      next()
      session.opened('-')
      await settle()
      if (me.id === 'ann') expect(desk.welcome?.conversations[0]?.epoch).not.toBe(before)
      expect((await desk.page(session, {}))?.entries).toEqual([])
      session.ended?.()
    }
  })

  it('notices have a place, but are not unread; members are told when they change', async () => {
    const session = desk.start()
    session.opened('-')
    await settle()
    session.frame(JSON.stringify({ type: 'notice', text: 'Ben entered' }))
    session.frame(JSON.stringify({ type: 'members', count: 2 }))
    session.frame(JSON.stringify({ type: 'members', count: 2 }))
    expect(desk.of('logged')[0]?.entry).toMatchObject({ seq: 1, content: { kind: 'system', text: 'Ben entered' } })
    expect(desk.of('conversation').map(({ conversation }) => conversation.members)).toEqual([2])
    expect(desk.known.get('main')?.unread).toBe(0)
  })
})

describe('sending', () => {
  it('none: handed over is stored', async () => {
    const session = desk.start()
    session.opened('-')
    await settle()
    expect(session.command(send('c1', 'hi'))).toBe(true)
    expect(desk.of('acked')).toEqual([])
    await settle()
    expect(desk.of('acked')).toMatchObject([{ id: 'c1', seq: 1 }])
    // It comes back all the same.
    session.frame(say({ from: 'Ann', content: 'hi', id: 's1' }))
    session.frame(say({ from: 'Ann', content: 'hi', id: 's1' }))
    expect(desk.texts).toEqual(['Ann:hi'])
    session.frame(say({ content: 'hi' }))
    expect(desk.texts).toEqual(['Ann:hi', 'Ben:hi'])
  })

  it.each([
    ['by its id', { clientId: 'c1' }], ['by name', { from: 'Ann' }], ['by id', { from: { id: 'ann', name: 'A.' } }],
    ['from nobody', { from: undefined }], ['perhaps', { from: '3', mine: 'perhaps' as const }],
  ])('echo: known again %s', async (how, news) => {
    const session = desk.start({ acks: 'echo' })
    session.opened('-')
    await settle()
    session.command(send('c1', ' hi '))
    session.frame(say({ content: 'hi', from: 'Ben', mine: false }))
    expect(desk.of('acked')).toEqual([])
    session.frame(say({ content: 'hi', ...how === 'by its id' ? { from: 'Ann' } : {}, ...news }))
    expect(desk.of('acked')).toMatchObject([{ id: 'c1', seq: 2 }])
    expect(desk.of('logged')[1]?.entry).toMatchObject({ id: 'c1', author: { id: 'ann' } })
  })

  it('ack: in either order with the echo, once; refused has failed', async () => {
    const session = desk.start({ acks: 'ack' })
    session.opened('-')
    await settle()
    for (const id of ['c1', 'c2', 'c3']) session.command(send(id, id))
    session.frame(JSON.stringify({ type: 'stored', clientId: 'c1', id: 's1' }))
    session.frame(say({ from: 'Ann', content: 'c1', id: 's1' }))
    session.frame(say({ from: 'Ann', content: 'c2', id: 's2' }))
    session.frame(JSON.stringify({ type: 'stored', clientId: 'c2', id: 's2' }))
    session.frame(JSON.stringify({ type: 'refused', clientId: 'c3', why: 'no' }))
    expect(desk.texts).toEqual(['Ann:c1', 'Ann:c2'])
    expect(desk.of('acked').map(({ id, seq }) => [id, seq])).toEqual([['c1', 1], ['c2', 2]])
    expect(desk.of('failed')).toMatchObject([{ id: 'c3', message: 'no' }])
  })

  it('what the server can\'t do fails, or does nothing', async () => {
    const session = desk.start()
    session.opened('-')
    await settle()
    expect(session.command({ type: 'read', conversationId: 'main', seq: 1 })).toBe(true)
    expect(session.command({ type: 'people', id: 'p' })).toBe(true)
    session.command({ type: 'open', id: 'o', personId: 'x' })
    session.command({ type: 'recall', id: 'r', conversationId: 'main', target: { from: 'ann', id: 'c' } })
    await settle()
    expect(desk.of('answer')).toEqual([{ type: 'answer', id: 'p', value: { people: [] } }])
    expect(desk.of('failed').map(({ id, code }) => [id, code])).toEqual([['o', 1004], ['r', 1004]])
  })
})

describe('with a past', () => {
  const past: Said[] = []
  const row = (n: number): Said => ({ type: 'said', id: `m${n}`, from: 'Ben', content: `${n}`, at: 1e12 + n })
  const history: ProtocolDefinition['history'] = ({ before, limit }) => {
    const end = before ? past.findIndex(({ id }) => id === before.id) : past.length
    return past.slice(Math.max(0, end - limit), end)
  }
  beforeEach(() => {
    past.length = 0
    for (let n = 1; n <= 120; n++) past.push(row(n))
  })

  it('begins with the newest page, pages back, and appends what was missed', async () => {
    const session = desk.start({ history })
    session.opened('-')
    await settle()
    const { epoch, head } = desk.welcome?.conversations[0] as Conversation
    const seen: string[] = []
    for (let before: number | undefined; ;) {
      const page = await desk.page(session, { before })
      const [first] = page?.entries ?? []
      if (!first) break
      seen.unshift(...(page?.entries ?? []).map(entry => (entry.type === 'message' ? entry.id : entry.type)))
      before = first.seq
    }
    expect(seen).toEqual(past.map(({ id }) => id))

    session.ended?.()
    for (let n = 121; n <= 125; n++) past.push(row(n))
    session.opened('-')
    await settle()
    expect(desk.welcome?.conversations).toMatchObject([{ epoch, head: head + 5, unread: 5 }])
    expect((await desk.page(session, { after: head }))?.entries.map(({ seq }) => seq - head)).toEqual([1, 2, 3, 4, 5])

    // More than a page: another log.
    session.ended?.()
    for (let n = 126; n <= 200; n++) past.push(row(n))
    session.opened('-')
    await settle()
    expect(desk.welcome?.conversations[0]?.epoch).not.toBe(epoch)
    expect((await desk.page(session, {}))?.entries).toHaveLength(50)
  })

  it('after a restart counts what is unread by the last that was known', async () => {
    const first = desk.start({ history })
    first.opened('-')
    await settle()
    for (let n = 121; n <= 123; n++) past.push(row(n))
    const second = desk.start({ history })
    second.opened('-')
    await settle()
    const { unread, head, read } = desk.welcome?.conversations[0] as Conversation
    expect([unread, head - read]).toEqual([3, 3])
  })

  it('what turns up in a page was sent, and does not go again', async () => {
    const session = desk.start({ history, acks: 'ack' })
    session.opened('-')
    await settle()
    session.command(send('c1', 'on its way'))
    session.ended?.()
    past.push({ ...row(121), from: 'Ann', content: 'on its way' })
    session.opened('-')
    await settle()
    const before = desk.sent.length
    session.command(send('c1', 'on its way'))
    await settle()
    expect(desk.sent).toHaveLength(before)
    expect(desk.of('acked')).toMatchObject([{ id: 'c1' }])
  })

  it('a history that fails or hangs does not hold up the connection', async () => {
    const failing = desk.start({ history: () => Promise.reject(new Error('down')) })
    failing.opened('-')
    await settle()
    expect(desk.welcome).toBeDefined()
    desk.events = []
    const hanging = desk.start({ history: () => new Promise(() => {}) })
    hanging.opened('-')
    await pass(desk.platform.clock, 5_000)
    expect(desk.welcome).toBeDefined()
  })
})

it('what decode throws is dropped and counted; what is no news too', async () => {
  const session = desk.start()
  session.opened('-')
  await settle()
  for (const frame of ['{', '[1]', '{"type":"x"}', 'null', '[]', new ArrayBuffer(3)]) session.frame(frame)
  expect(desk.of('ignored').length).toBeGreaterThanOrEqual(4)
  expect(desk.of('logged')).toEqual([])
})

describe('an answer that comes piece by piece', () => {
  const bot = { id: 'bot', name: 'Bot' }
  let desk: Desk

  /** Opens a link to a server that says these news. */
  async function open(definition: Partial<ProtocolDefinition> = {}) {
    desk = new Desk()
    const session = desk.start(definition)
    session.opened('')
    await settle()
    return { session, say: (news: object) => session.frame(JSON.stringify({ type: 'stream', id: 'a', ...news })) }
  }

  it('is a message, some signals, and an edit at the end', async () => {
    const { session, say } = await open({ history: () => [] })
    say({ from: bot, text: 'One ' })
    say({ text: 'two' })
    say({ text: 'lost', offset: 99 })
    say({ text: 'two!', offset: 4 })
    say({ ended: 'done' })
    say({ ended: 'stopped' })
    const [begun, ended, ...none] = desk.of('logged').map(({ entry }) => entry)
    expect(begun).toMatchObject({ type: 'message', author: bot, content: { kind: 'markdown', text: '', stream: 'a' } })
    const content = { kind: 'markdown', text: 'One two!', stream: 'a', ended: 'done' }
    expect(ended).toMatchObject({ type: 'edit', target: begun?.seq, seq: (begun?.seq ?? 0) + 1, author: bot, content })
    expect(none.filter(entry => entry.type === 'edit')).toEqual([])
    expect(desk.of('signal').map(({ value }) => value)).toMatchObject([
      { conversation: 'main', stream: 'a', from: bot, offset: 0, text: 'One ' }, { offset: 4, text: 'two' },
      { offset: 4, text: 'two!' },
    ])
    // Who asks for the log gets what it says now.
    session.command({ type: 'history', id: 'h', conversationId: 'main', limit: 50 })
    await settle()
    expect(desk.of('page')[0]?.entries[0]).toMatchObject({ seq: begun?.seq, content, amended: ended?.seq })
  })

  it('breaks off with its link', async () => {
    const { session, say } = await open()
    say({ from: bot, text: 'Half' })
    session.ended?.()
    session.opened('')
    await settle()
    const entries = desk.of('logged').map(({ entry }) => entry)
    expect(entries[entries.length - 1]).toMatchObject({ type: 'edit', content: { text: 'Half', ended: 'failed' } })
  })

  it('can be asked to stop where there are words for it', async () => {
    const stop = { type: 'stream', conversationId: 'main', stream: 'a', personId: 'bot', ask: 'stop' } as const
    const { session } = await open()
    expect(session.command(stop)).toBe(false)
    const asked = await open({ steer: ({ id, ask }) => `${ask} ${id}` })
    expect(asked.session.command(stop)).toBe(true)
    expect(desk.sent).toContain('stop a')
  })
})
