import { afterEach, beforeEach, expect, it } from 'vitest'
import { Stage } from '../../helpers/server'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

const texts: Record<string, string> = {
  'markup': '<img src=x onerror="alert(1)"><script>alert(2)</script>&amp;',
  'sql': '\'); DROP TABLE messages; --',
  '10,000 characters': 'lorem ipsum 好 '.repeat(715).slice(0, 10_000),
  'right to left': 'שלום עולם مرحبا \u202eabc\u202c',
  'zero width': 'a\u200bb\u200cc\u200dd\ufeffe\u2060f',
  'joined emoji': '👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇨🇳 1️⃣',
  'combining': 'Z̸̢a̵l̷g̶o and é beside é',
  'half a surrogate pair': 'x\ud800y\udfffz\udc00\ud800',
  'NUL and other controls': 'a\u0000b\u0001c\u001b[31m\u007f\u0085',
  'line ends': '\r\n one\n\u2028two\u2029\r',
  'JSON': '{"type":"error","code":4001}',
  'noncharacters': '\uffff\ufffe\u{10ffff}\ufdd0',
}

it.each(Object.entries(texts))('keeps %s as it is: live, in history, in the list, after a restart', async (_, text) => {
  const first = await stage.server()
  const ann = await stage.join(first.port, 'Ann')
  const ben = await stage.join(first.port, 'Ben')
  const content = { kind: 'text', text }
  await ann.say(text)
  expect((await ben.message()).content).toEqual(content)
  expect((await ben.look(1)).content).toEqual(content)
  await first.close()

  const second = await stage.server()
  const again = await stage.join(second.port, 'Ben')
  expect(again.welcome.conversations[0]?.last).toMatchObject({ content })
  expect((await again.look(1)).content).toEqual(content)
})
