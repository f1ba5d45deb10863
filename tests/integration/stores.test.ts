/** The stores of two people, on the real server: what one does, the other sees. */
import { createPinia, type Pinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, effectScope } from 'vue'
import { createEngine, type Engine } from '../../src/engine'
import { native } from '../../src/protocols/native/native'
import { Vault } from '../../src/storage/vault'
import { websocket } from '../../src/transports/websocket'
import { useConnectionStore } from '../../store/connection'
import { useConversationsStore } from '../../store/conversations'
import { setEngine } from '../../store/engine'
import { useGroupsStore } from '../../store/groups'
import { useHistoryStore } from '../../store/history'
import { useMessagesStore } from '../../store/messages'
import { usePeopleStore } from '../../store/people'
import { usePresenceStore } from '../../store/presence'
import { useReadsStore } from '../../store/reads'
import { useSettingsStore } from '../../store/settings'
import { FaultProxy } from '../helpers/fault-proxy'
import { NodePlatform } from '../helpers/node-platform'
import { login, Stage } from '../helpers/server'

/** One person's app, without a screen. */
class Phone {
  readonly pinia: Pinia = createPinia()
  readonly scope = effectScope()
  readonly connection
  readonly conversations
  readonly messages
  readonly groups
  readonly history
  readonly people
  readonly presence
  readonly reads
  readonly settings
  private readonly engine: Engine

  constructor(port: number, token: string, readonly platform = new NodePlatform()) {
    const { pinia } = this
    this.engine = createEngine({
      transports: [websocket(`ws://127.0.0.1:${port}/v1/ws`, platform)],
      protocol: native,
      platform,
      openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
      getToken: () => token,
    })
    createApp({}).use(pinia)
    setEngine(pinia, this.engine)
    this.connection = useConnectionStore(pinia)
    this.conversations = useConversationsStore(pinia)
    this.messages = useMessagesStore(pinia)
    this.groups = useGroupsStore(pinia)
    this.history = useHistoryStore(pinia)
    this.people = usePeopleStore(pinia)
    this.presence = usePresenceStore(pinia)
    this.reads = useReadsStore(pinia)
    this.settings = useSettingsStore(pinia)
  }

  texts(id: string): unknown[] {
    return this.messages.view(id).messages.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
  }

  message(id: string, text: string) {
    const { messages } = this.messages.view(id)
    const message = messages.find(({ content }) => content.kind === 'text' && content.text === text)
    if (!message) throw new Error(`there is no '${text}'`)
    return message
  }

  async say(id: string, text: string): Promise<void> {
    this.messages.send(id, { kind: 'text', text })
    await until(() => this.message(id, text).status === 'sent')
  }

  keep(): void {
    this.engine.sync.keep()
  }

  /** Shows what was kept, as at a start without a network. */
  restore(userId: string): void {
    this.engine.sync.restore(userId)
  }

  end(): void {
    this.scope.stop()
    this.engine.stop()
  }
}

const until = (seen: () => unknown): Promise<unknown> =>
  vi.waitUntil(() => {
    try {
      return seen()
    } catch {
      return false
    }
  }, { timeout: 15_000, interval: 10 })

let stage: Stage
let phones: Phone[]
let ann: Phone
let ben: Phone
let port: number

async function phone(name: string): Promise<Phone> {
  const made = new Phone(port, (await login(port, name)).token)
  phones.push(made)
  made.connection.open()
  await until(() => made.connection.state === 'online' && made.people.self)
  return made
}

beforeEach(async () => {
  stage = new Stage()
  phones = []
  port = (await stage.server()).port
  ann = await phone('Ann')
  ben = await phone('Ben')
})

afterEach(async () => {
  for (const one of phones) one.end()
  await stage.close()
})

/** A group of Ann, its owner, and Ben, that both have open. */
async function group(): Promise<string> {
  const { id } = await ann.groups.create('Picnic', [ben.people.self?.id ?? ''])
  await until(() => ben.conversations.get(id))
  ann.messages.enter(id)
  ben.messages.enter(id)
  await until(() => ann.messages.view(id).state === 'ready' && ben.messages.view(id).state === 'ready')
  return id
}

describe('in a group', () => {
  it('what is announced, and who may write, is known to all', async () => {
    const id = await group()
    await ann.groups.announce(id, 'Bring a blanket')
    await ann.groups.setWriters(id, 'admins')
    await until(() => ben.conversations.get(id)?.announcement === 'Bring a blanket')
    await until(() => ben.conversations.get(id)?.writers === 'admins')
    ben.messages.send(id, { kind: 'text', text: 'may I?' })
    await until(() => ben.message(id, 'may I?').status === 'failed')
    await expect(ben.groups.announce(id, 'no')).rejects.toMatchObject({ name: 'ChatError' })
    await ann.groups.setWriters(id, 'all')
    await ann.groups.announce(id, '')
    await until(() => ben.conversations.get(id)?.writers !== 'admins' && !ben.conversations.get(id)?.announcement)
    const late = await phone('Ben')
    expect(late.conversations.get(id)?.announcement ?? '').toBe('')
  })

  it('one sees who types and who is there', async () => {
    const id = await group()
    const her = ann.people.self?.id ?? ''
    ben.scope.run(() => ben.presence.watch(() => [her]))
    await until(() => ben.presence.of(her)?.online)
    ann.presence.type(id, true)
    await until(() => ben.presence.typing(id).length === 1)
    expect(ben.presence.typing(id)).toMatchObject([{ id: her, name: 'Ann' }])
    ann.presence.type(id, false)
    await until(() => ben.presence.typing(id).length === 0)
  })

  it('one sees who has read', async () => {
    const id = await group()
    await ann.say(id, 'read me')
    await ann.reads.load(id)
    const { seq } = ann.message(id, 'read me')
    expect(ann.reads.of(id)).toMatchObject([{ person: { name: 'Ben' } }])
    expect(ann.reads.of(id)[0]?.read).toBeLessThan(seq ?? 0)
    await until(() => ben.messages.view(id).head >= (seq ?? 0))
    ben.conversations.markRead(id, seq ?? 0)
    await until(() => ann.reads.of(id)[0]?.read === seq)
  })

  it('messages are pinned for all', async () => {
    const id = await group()
    await ann.say(id, 'keep this')
    await ann.history.pin(ann.message(id, 'keep this'), true)
    expect(await ben.history.pins(id)).toMatchObject([{ content: { text: 'keep this' }, author: { name: 'Ann' } }])
    await until(() => ben.messages.view(id).messages.some(({ content }) =>
      content.kind === 'system' && content.change === 'pinned'))
    await ann.history.pin(ann.message(id, 'keep this'), false)
    expect(await ben.history.pins(id)).toEqual([])
  })
})

describe('a message', () => {
  it('that answers another shows what that says now', async () => {
    const id = await group()
    await ann.say(id, 'the question')
    await until(() => ben.message(id, 'the question'))
    const asked = ben.message(id, 'the question')
    const quote = { seq: asked.seq ?? 0, id: asked.id, author: asked.author, content: asked.content }
    ben.messages.send(id, { kind: 'text', text: 'the answer' }, { quote })
    expect(ben.message(id, 'the answer').quote).toEqual(quote)
    await until(() => ann.message(id, 'the answer').quote)
    expect(ann.message(id, 'the answer').quote)
      .toMatchObject({ seq: quote.seq, author: { name: 'Ann' }, content: { kind: 'text', text: 'the question' } })
    await ann.messages.recall(ann.message(id, 'the question'))
    const late = await phone('Ben')
    late.messages.enter(id)
    await until(() => late.message(id, 'the answer').quote?.content.kind === 'recalled')
  })

  it('that is hidden is gone on all devices of this person, and nobody else\'s', async () => {
    const id = await group()
    const other = await phone('Ben')
    other.messages.enter(id)
    for (const text of ['one', 'two', 'three']) await ann.say(id, text)
    for (const device of [ben, other]) await until(() => device.texts(id).includes('three'))
    await ben.history.hide(id, [ben.message(id, 'two'), ben.message(id, 'three')])
    for (const device of [ben, other]) await until(() => !device.texts(id).includes('two'))
    for (const device of [ben, other]) {
      expect(device.texts(id).slice(-1)).toEqual(['one'])
      await until(() => {
        const last = device.conversations.get(id)?.last?.content
        return last?.kind === 'text' && last.text === 'one'
      })
    }
    expect(ann.texts(id).slice(-3)).toEqual(['one', 'two', 'three'])
    const late = await phone('Ben')
    late.messages.enter(id)
    await until(() => late.texts(id).includes('one'))
    expect(late.texts(id)).not.toContain('two')
  })

  it('that is hidden or cleared while a device is away is gone there, too, as soon as it is back', async () => {
    const network = await FaultProxy.start(port)
    try {
      const { token } = await login(port, 'Ben')
      const away = new Phone(network.port, token)
      phones.push(away)
      away.connection.open()
      const [one, other] = [await group(), await group()]
      for (const id of [one, other]) for (const text of ['a', 'b', 'c']) await ann.say(id, text)
      for (const id of [one, other]) {
        away.messages.enter(id)
        for (const device of [ben, away]) await until(() => device.texts(id).includes('c'))
      }
      away.keep()
      await network.refuse()
      network.reset()
      await until(() => away.connection.state !== 'online')

      await ben.history.hide(one, [ben.message(one, 'b')])
      await ben.settings.clear(other, ben.conversations.get(other)?.head ?? 0)
      await until(() => ben.messages.view(other).messages.length === 0)
      await ann.say(other, 'd')
      // What it has is all that it knows.
      expect(away.texts(one)).toContain('b')
      const later = new Phone(network.port, token, away.platform)
      phones.push(later)
      await network.accept()
      away.connection.retry()
      await until(() => away.connection.state === 'online' && !away.texts(one).includes('b'))
      await until(() => away.texts(other).join() === 'd')
      expect(away.texts(one)).toEqual(expect.arrayContaining(['a', 'c']))
      expect(away.conversations.get(other)).toMatchObject({ unread: 1 })

      // Nor does the storage bring it back.
      away.keep()
      later.messages.enter(one)
      later.restore(ben.people.self?.id ?? '')
      later.messages.enter(other)
      expect(later.texts(other)).toEqual(['d'])
    } finally {
      await network.close()
    }
  })

  it('that a device knows of goes on without being fetched anew when another one is hidden', async () => {
    const id = await group()
    for (const text of ['one', 'two']) await ann.say(id, text)
    await until(() => ben.texts(id).includes('two'))
    const { epoch } = ben.conversations.get(id) ?? {}
    const shown = ben.message(id, 'one')
    await ben.history.hide(id, [ben.message(id, 'two')])
    await until(() => ben.conversations.get(id)?.epoch !== epoch && !ben.texts(id).includes('two'))
    // The same object: nothing was asked for.
    expect(ben.message(id, 'one')).toBe(shown)
    await ann.say(id, 'three')
    await until(() => ben.texts(id).includes('three'))
    expect(ben.message(id, 'one')).toBe(shown)
  })

  it('tells all that it said', async () => {
    const id = await group()
    await ann.say(id, 'first')
    await ann.messages.edit(ann.message(id, 'first'), { kind: 'text', text: 'second' })
    await ann.messages.edit(ann.message(id, 'second'), { kind: 'text', text: 'third' })
    await until(() => ben.message(id, 'third'))
    const versions = await ben.history.edits(id, ben.message(id, 'third').seq ?? 0)
    const said = ['first', 'second', 'third'].map(text => ({ kind: 'text', text }))
    expect(versions.map(({ content }) => content)).toEqual(said)
  })

  it('is found by its words, and jumped to where it isn\'t loaded', async () => {
    const id = await group()
    await ann.say(id, 'the needle 针')
    for (let count = 0; count < 300; count++) ann.messages.send(id, { kind: 'text', text: `hay ${count}` })
    await until(() => ann.message(id, 'hay 299').status === 'sent')
    const late = await phone('Ben')
    late.messages.enter(id)
    await until(() => late.message(id, 'hay 299'))
    for (const words of ['NEEDLE', '针']) {
      const { hits } = await late.history.search(words)
      expect(hits).toMatchObject([{ conversationId: id, entry: { content: { text: 'the needle 针' } } }])
    }
    const [hit] = (await late.history.search('needle', id)).hits
    expect(await late.history.jump(id, hit?.entry.seq ?? 0)).toMatchObject({ content: { text: 'the needle 针' } })
    const part = late.history.part(id)
    expect(part?.messages.some(({ content }) => content.kind === 'text' && content.text === 'hay 0')).toBe(true)
    for (let page = 0; page < 8 && late.history.part(id); page++) await late.history.loadLater(id)
    expect(late.history.part(id)).toBeUndefined()
    const seqs = late.messages.view(id).messages.map(({ seq }) => seq)
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => (seqs[0] ?? 0) + index))
    expect(late.texts(id)).toContain('the needle 针')
  })
})

describe('settings of a conversation', () => {
  it('hold on all devices of this person, and for nobody else', async () => {
    const id = await group()
    const other = await phone('Ann')
    await ann.settings.pin(id, true)
    await ann.settings.mute(id, true)
    await ann.settings.mark(id, true)
    for (const device of [ann, other]) {
      await until(() => device.conversations.get(id)?.pinned && device.conversations.get(id)?.muted)
      await until(() => device.conversations.get(id)?.marked)
    }
    expect(ben.conversations.get(id)?.pinned).toBeUndefined()
    await ann.settings.hide(id)
    await until(() => other.conversations.get(id)?.hidden)
    await ben.say(id, 'something new')
    await until(() => !ann.conversations.get(id)?.hidden && !other.conversations.get(id)?.hidden)
    await ann.settings.pin(id, false)
    await until(() => other.conversations.get(id)?.pinned === undefined)
  })

  it('who somebody is can be asked', async () => {
    expect(await ann.presence.person(ben.people.self?.id ?? '')).toMatchObject({ name: 'Ben' })
    await expect(ann.presence.person('nobody')).rejects.toMatchObject({ code: 4004 })
  })
})
