/** The engine with each adapter for rooms over WebSocket, against its real server, while links break. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start as startEvents } from '../../../examples/servers/event-rooms'
import { start as startJson } from '../../../examples/servers/json-rooms'
import { start as startText } from '../../../examples/servers/text-rooms'
import { eventRooms } from '../../../src/protocols/event-rooms'
import { jsonRooms, type JsonRoomsOptions } from '../../../src/protocols/json-rooms'
import { textRooms } from '../../../src/protocols/text-rooms'
import { until } from '../../helpers/server'
import { Party } from '../../helpers/party'

let party: Party
beforeEach(() => { party = new Party() })
afterEach(() => party.end())

const person = (name: string) => ({ id: name, name })

describe.each([
  ['plain', {}, {}],
  ['binary', { binary: true }, {}],
  ['without echo', { echo: false }, { echo: false }],
  ['with the speaker in front', { prefix: true }, { prefix: true }],
  ['with the speaker in front, without echo, binary', { prefix: true, echo: false, binary: true }, {
    prefix: true, echo: false,
  }],
])('text rooms, %s', (_, server, adapter) => {
  it('sends, receives, keeps the order, shows nothing twice, comes back', async () => {
    await party.server(startText(server))
    const ann = await party.guest(() => textRooms({ me: person('Ann'), ...adapter }))
    const ben = await party.guest(() => textRooms({ me: person('Ben'), ...adapter }))
    const first = 'prefix' in server ? '1' : '?'
    const second = 'prefix' in server ? '2' : '?'
    ann.say('one', 'two', 'two')
    await ben.shows(`${first}: one`, `${first}: two`, `${first}: two`)
    await ann.shows('me: one', 'me: two', 'me: two')
    await ann.allSent()
    ben.say('你好 👋\nline', 'two')
    await ann.shows('me: one', 'me: two', 'me: two', `${second}: 你好 👋\nline`, `${second}: two`)
    expect(ann.conversation?.unread).toBe(2)
    ann.engine.sync.markRead('main', ann.conversation?.head ?? 0)
    expect(ann.conversation?.unread).toBe(0)

    // What is written meanwhile goes when the link is back.
    await ann.breakLink(() => ann.say('three'))
    await ann.allSent()
    await until(() => ben.lines.some(line => line.endsWith('three')))
    expect(ann.lines.filter(line => line.endsWith('three'))).toEqual(['me: three'])
    expect(ben.lines).toHaveLength(6)

    // After a restart the screen is there, and goes on.
    const before = ann.lines
    await ann.restart()
    expect(ann.lines).toEqual(before)
    ben.say('four')
    await until(() => ann.lines.length === before.length + 1)
    expect(ann.lines[before.length]).toBe(`${second}: four`)
    expect(ann.conversation?.unread).toBe(1)
    expect([...ann.engine.dropped]).toEqual([])
  })
})

describe('JSON rooms', () => {
  const fields = { name: 'uName', text: 'context' }
  const guest = (name: string, more: Partial<JsonRoomsOptions> = {}) =>
    party.guest(() => jsonRooms({ me: person(name), fields, ...more }))

  it('tells people by their names, and knows its own again', async () => {
    await party.server(startJson())
    const ann = await guest('Ann')
    const ben = await guest('Ben')
    ann.say('hello')
    await ben.shows('Ann: hello')
    ben.say('hello', 'hello')
    await ann.shows('me: hello', 'Ben: hello', 'Ben: hello')
    await ben.shows('Ann: hello', 'me: hello', 'me: hello')
    await ann.allSent()
    await ben.breakLink()
    ann.say('again')
    await ben.shows('Ann: hello', 'me: hello', 'me: hello', 'Ann: again')
    expect(ben.conversation?.unread).toBe(2)
  })

  it('with ids nothing is shown twice, even when a break makes it go twice', async () => {
    await party.server(startJson())
    const more = { fields: { ...fields, id: 'id', time: 'at', userId: 'user' }, extra: { at: 1_700_000_000 } }
    const ann = await guest('Ann', more)
    const ben = await guest('Ben', more)
    for (let round = 0; round < 3; round++) {
      ann.proxy.cut(20 + round * 60, 'down')
      ann.say(...Array.from({ length: 10 }, (_, i) => `${round}-${i}`))
      await until(() => ann.state !== 'online')
      for (const { wake } of ann.platform.lifecycle) wake()
      await ann.online()
      await ann.allSent()
    }
    const all = [0, 1, 2].flatMap(round => Array.from({ length: 10 }, (_, i) => `Ann: ${round}-${i}`))
    await until(() => ben.lines.length >= 30)
    expect([...ben.lines].sort()).toEqual([...all].sort())
    expect(ann.lines).toHaveLength(30)
    expect(ben.messages[0]?.at).toBe(1_700_000_000_000)
  })

  it('finds a dead link by a ping, where the server answers', async () => {
    await party.server(startJson())
    const ann = await guest('Ann', { ping: { type: 'ping' } })
    ann.proxy.set({ hole: 'both' })
    for (const { wake } of ann.platform.lifecycle) wake()
    await until(() => ann.state !== 'online')
    await ann.proxy.clear()
    for (const { wake } of ann.platform.lifecycle) wake()
    await ann.online()
  })

  it('drops what is no JSON object, and says why', async () => {
    await party.server(startText())
    const ann = await guest('Ann')
    const other = await party.guest(() => textRooms({ me: person('x') }))
    other.say('hello', '[1]', '{"uName":1}')
    await until(() => [...ann.engine.dropped.values()].reduce((sum, count) => sum + count, 0) === 2)
    expect([...ann.engine.dropped.keys()]).toEqual(['not a JSON object'])
    expect(ann.lines).toEqual([])
  })
})

describe('event rooms', () => {
  it('shows who enters and leaves, and counts the members', async () => {
    await party.server(startEvents())
    const ann = await party.guest(() => eventRooms({ name: 'Ann' }))
    const ben = await party.guest(() => eventRooms({ name: ' Ben ' }))
    await ann.shows('* Ben进入了聊天室')
    expect([ann.conversation?.members, ben.conversation?.members]).toEqual([2, 2])
    expect(ann.conversation?.unread).toBe(0)
    ben.say('hi')
    await ann.shows('* Ben进入了聊天室', 'Ben: hi')
    await ben.shows('me: hi')
    await ben.allSent()
    expect(ann.conversation?.unread).toBe(1)
    await ben.breakLink(() => until(() => ann.conversation?.members === 1))
    ann.say('back?')
    await ann.shows('* Ben进入了聊天室', 'Ben: hi', '* Ben离开了聊天室', '* Ben进入了聊天室', 'me: back?')
    await ben.shows('me: hi', 'Ann: back?')
    expect(ann.conversation?.members).toBe(2)
    expect(Math.abs((ben.messages[1]?.at ?? 0) - Date.now())).toBeLessThan(20_000)
  })
})
