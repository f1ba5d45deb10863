import { readFileSync } from 'node:fs'
import { mount } from '@vue/test-utils'
import { beforeAll, expect, it } from 'vitest'
import OrderBubble from '../../../pages/order/order-bubble.vue'
import { order, sample } from '../../../pages/order/order'
import ChatMessage from '../../../components/chat-message/chat-message.vue'
import { summary } from '../../../src/content/summary'
import { en } from '../../../src/locale/en'
import { registerKind } from '../../../src/model/kinds'
import { readContent } from '../../../src/model/read'
import { makeMessage } from '../../helpers/fixtures'
import { hostileContents } from '../../helpers/kinds'

const wire = { kind: 'order', title: 'Oolong tea, 250 g', ...sample }

beforeAll(() => registerKind(order))

it('an order is read, and said in one line', () => {
  expect(readContent(wire)).toEqual(wire)
  expect(summary(readContent(wire), en)).toBe('🛍️ Oolong tea, 250 g')
})

it('has a bubble that opens', async () => {
  const message = makeMessage({ content: readContent(wire) })
  const row = mount(ChatMessage, {
    props: { message, first: true, named: true },
    global: { stubs: { ChatCustom: OrderBubble, 'chat-custom': OrderBubble } },
  })
  expect(row.get('.order').text()).toContain('Order A-1017')
  expect(row.get('.order').text()).toContain('¥128.00')
  await row.get('.order').trigger('tap')
  expect(row.emitted('open')).toEqual([[message, { what: 'content' }]])
})

it('without a bubble of its own it is its line', () => {
  const props = { message: makeMessage({ content: readContent(wire) }), first: true, named: true }
  expect(mount(ChatMessage, { props }).get('.chat-custom').text()).toBe('🛍️ Oolong tea, 250 g')
})

it('what is none isn\'t shown as one', () => {
  for (const hostile of hostileContents(wire)) {
    const content = readContent(hostile)
    if (content.kind !== 'order') expect(content.kind).toBe('unsupported')
    else mount(OrderBubble, { props: { content } })
  }
})

it.each([['kinds', 5], ['composer', 1]])('docs/%s.md shows what the demo has', (name, count) => {
  const page = readFileSync(`docs/${name}.md`, 'utf8')
  const snippets = [...page.matchAll(/<!-- from (\S+) -->\n```\w+\n([\s\S]*?)```/g)]
  expect(snippets).toHaveLength(count)
  for (const [, file = '', snippet = ''] of snippets) {
    const source = readFileSync(file, 'utf8').replaceAll(`'../../index'`, `'uni-chat-kit'`).replace(/^ +/gm, '')
    expect(source, file).toContain(snippet.trim().replace(/^ +/gm, ''))
  }
})
