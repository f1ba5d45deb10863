import { mount } from '@vue/test-utils'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { product, rating } from '../../../pages/service/kinds'
import OwnBubble from '../../../pages/service/own-bubble.vue'
import { useRatings } from '../../../pages/service/use-ratings'
import { summary } from '../../../src/content/summary'
import { en } from '../../../src/locale/en'
import type { Message } from '../../../src/model/message'
import { type AnyKind, registerKind } from '../../../src/model/kinds'
import { readContent } from '../../../src/model/read'
import { useMessagesStore } from '../../../store/messages'
import { hostileContents } from '../../helpers/kinds'
import { makeMessage } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'

const tea = { kind: 'product', title: 'Oolong tea', note: 'Wuyi', price: 12_800, emoji: '🍵' }
const question = { kind: 'rating', text: 'How did we do?' }

let app: TestApp

beforeAll(() => {
  registerKind(product as AnyKind)
  registerKind(rating as AnyKind)
})
beforeEach(() => {
  app = new TestApp({ rooms: ['room'] })
  app.create()
})

const show = (message: Message) =>
  mount(OwnBubble, { props: { content: message.content, message }, global: { plugins: [app.plugin] } })

it('are read, and said in one line', () => {
  expect(readContent(tea)).toEqual(tea)
  expect(summary(readContent(tea), en)).toBe('🍵 Oolong tea')
  expect(readContent(question)).toEqual(question)
  expect(summary(readContent(question), en)).toBe('⭐ How did we do?')
  const answer = { ...question, stars: 4, to: 'q1' }
  expect(readContent(answer)).toEqual(answer)
  expect(summary(readContent(answer), en)).toBe('⭐⭐⭐⭐')
})

it('what is none isn\'t shown as one', () => {
  for (const hostile of [...hostileContents(tea), ...hostileContents({ ...question, stars: 5, to: 'x' })]) {
    const content = readContent(hostile)
    if (content.kind === 'product' || content.kind === 'rating') show(makeMessage({ content }))
    else expect(['unsupported', 'text', 'system', 'recalled']).toContain(content.kind)
  }
  for (const stars of [0, 6, 1.5, '5', null, NaN]) {
    expect(readContent({ ...question, stars, to: 'x' }).kind, String(stars)).toBe('unsupported')
  }
})

it('a product can be bought', async () => {
  const bubble = show(makeMessage({ content: readContent(tea) }))
  expect(bubble.text()).toContain('¥128.00')
  await bubble.get('.product__buy').trigger('tap')
  expect(bubble.emitted('open')).toEqual([[{ what: 'content' }]])
})

describe('a rating', () => {
  const asked = () => makeMessage({ id: 'q1', own: false, conversationId: 'room', content: readContent(question) })

  it('is given once: it shows as soon as it waits to be sent', async () => {
    const message = asked()
    const bubble = show(message)
    const stars = bubble.findAll('.rating__star')
    expect(stars.map(star => star.attributes('aria-label')))
      .toEqual(['1 star', '2 stars', '3 stars', '4 stars', '5 stars'])
    await stars[3]?.trigger('tap')
    expect(bubble.emitted('open')).toEqual([[{ what: 'content', value: '4' }]])

    const { give } = useRatings()
    give(message, 4)
    give(message, 1)
    await app.pass()
    const sent = useMessagesStore(app.pinia).view('room').messages
    expect(sent.map(({ content }) => content)).toEqual([{ ...question, stars: 4, to: 'q1' }])
    expect(bubble.findAll('.rating__star--on')).toHaveLength(4)
    expect(bubble.text()).toContain('Thank you')
    await stars[0]?.trigger('tap')
    expect(bubble.emitted('open')).toHaveLength(1)
  })

  it('is not given by who asks, nor by its answer', async () => {
    const answer = readContent({ ...question, stars: 2, to: 'q' })
    for (const message of [{ ...asked(), own: true }, { ...asked(), content: answer }]) {
      const bubble = show(message)
      await bubble.findAll('.rating__star')[0]?.trigger('tap')
      expect(bubble.emitted('open')).toBeUndefined()
    }
  })
})
