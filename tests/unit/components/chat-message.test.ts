import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatMessage from '../../../components/chat-message/chat-message.vue'
import type { Reached } from '../../../src/model/conversation'
import type { Message } from '../../../src/model/message'
import { ann, bob, makeMessage, noon, text } from '../../helpers/fixtures'
import { hardTexts } from '../../helpers/texts'

interface Looks {
  first?: boolean
  named?: boolean
  reached?: Reached
}

function show(fields: Partial<Message> = {}, { first = true, named = true, reached }: Looks = {}) {
  return mount(ChatMessage, { props: { message: makeMessage(fields), first, named, reached } })
}

/** The words of a bubble, without its time and marks. */
function wordsOf(wrapper: ReturnType<typeof show>): string {
  const bubble = wrapper.get('.chat-bubble__text').element
  const meta = wrapper.get('.chat-bubble__meta').element
  return (bubble.textContent ?? '').slice(0, -(meta.textContent ?? '').length)
}

describe('a message', () => {
  it('says what was written, and when', () => {
    const message = show({ content: text('hello'), at: noon })
    expect(wordsOf(message)).toBe('hello')
    expect(message.get('.chat-bubble__time').text()).toBe('12:00')
  })

  it('of an unknown kind says that it can\'t be shown', () => {
    const message = show({ content: { kind: 'unsupported', name: 'sticker', data: {} } })
    expect(wordsOf(message)).toBe('This version can’t show this kind of message')
    expect(message.find('.chat-bubble--unsupported').exists()).toBe(true)
  })

  it.each(Object.entries(hardTexts))('shows %s as it is, and makes no element of it', (_name, hard) => {
    const elements = show({ content: text('plain') }).findAll('*').length
    const message = show({ content: text(hard), author: { id: 'x', name: hard } })
    expect(wordsOf(message)).toBe(hard)
    expect(message.get('.chat-message__name').element.textContent).toBe(hard)
    expect(message.findAll('*')).toHaveLength(elements)
  })
})

describe('the speaker', () => {
  it('is shown by name and picture in a group, with the first of several', () => {
    const message = show({}, { named: true, first: true })
    expect(message.get('.chat-message__name').text()).toBe('Bob')
    expect(message.find('.chat-avatar').exists()).toBe(true)
  })

  it('is not shown again with the next ones, which stand below the first', () => {
    const message = show({}, { named: true, first: false })
    expect(message.find('.chat-message__name').exists()).toBe(false)
    expect(message.find('.chat-avatar').exists()).toBe(false)
    expect(message.find('.chat-message__side').exists()).toBe(true)
  })

  it('is not shown where there is only one other', () => {
    const message = show({}, { named: false })
    expect(message.find('.chat-message__name').exists()).toBe(false)
    expect(message.find('.chat-message__side').exists()).toBe(false)
  })

  it('is not shown for one\'s own', () => {
    const message = show({ own: true, author: ann })
    expect(message.find('.chat-message__name').exists()).toBe(false)
    expect(message.find('.chat-message__side').exists()).toBe(false)
    expect(message.find('.chat-message--own').exists()).toBe(true)
  })
})

describe('one\'s own message', () => {
  const own = { own: true, author: ann }

  it.each([
    ['queued', 'Sending'], ['sending', 'Sending'], ['unknown', 'Checking whether it was sent'],
  ] as const)('that is %s shows a clock', (status, label) => {
    const message = show({ ...own, status, seq: null })
    expect(message.get('.chat-bubble__status').attributes('aria-label')).toBe(label)
    expect(message.find('.chat-icon--clock').exists()).toBe(true)
  })

  it('with a change that is on its way shows a clock', () => {
    const message = show({ ...own, status: 'sent', changing: true })
    expect(message.find('.chat-icon--clock').exists()).toBe(true)
  })

  it.each([
    [{ delivered: 4, read: 4 }, 'Sent', 'check'], [{ delivered: 5, read: 4 }, 'Delivered', 'checks'],
    [{ delivered: 5, read: 5 }, 'Read', 'checks'], [undefined, 'Sent', 'check'],
  ])('shows how far the other one has come: %o', (reached, label, icon) => {
    const message = show({ ...own, status: 'sent', seq: 5 }, { reached })
    expect(message.get('.chat-bubble__status').attributes('aria-label')).toBe(label)
    expect(message.find(`.chat-icon--${icon}`).exists()).toBe(true)
  })

  it('that waits can be asked about by a tap, and only then', async () => {
    const message = show({ ...own, status: 'queued', seq: null, key: 'm' })
    await message.get('.chat-bubble').trigger('tap')
    expect(message.emitted('ask')).toHaveLength(1)
    await message.setProps({ message: makeMessage({ ...own, status: 'sent', seq: 3, key: 'm' }) })
    await message.get('.chat-bubble').trigger('tap')
    expect(message.emitted('ask')).toHaveLength(1)
  })

  it('that is sent shows a check', () => {
    const message = show({ ...own, status: 'sent' })
    expect(message.find('.chat-icon--check').exists()).toBe(true)
    expect(message.find('.chat-icon--clock').exists()).toBe(false)
  })

  it('that failed shows so, and tells when that is tapped', async () => {
    const message = show({ ...own, status: 'failed', seq: null })
    const mark = message.get('.chat-message__failed')
    expect(mark.attributes()).toMatchObject({ 'role': 'button', 'aria-label': 'Not sent' })
    expect(message.find('.chat-bubble__status').exists()).toBe(false)
    await mark.trigger('tap')
    await mark.trigger('keydown', { key: 'Enter' })
    expect(message.emitted('ask')).toHaveLength(2)
  })

  it('follows its standing', async () => {
    const message = show({ ...own, status: 'sending', seq: null, key: 'm' })
    await message.setProps({ message: makeMessage({ ...own, status: 'sent', seq: 3, key: 'm' }) })
    expect(message.find('.chat-icon--check').exists()).toBe(true)
  })
})

it('another\'s message has no mark of its standing', () => {
  const message = show()
  expect(message.find('.chat-bubble__status').exists()).toBe(false)
  expect(message.find('.chat-message__failed').exists()).toBe(false)
})

describe('a message that was changed', () => {
  it('says so beside the time', () => {
    expect(show({ at: noon, edited: noon + 1 }).get('.chat-bubble__time').text()).toBe('edited 12:00')
  })

  it('and taken back leaves one line that says by whom', () => {
    const content = { kind: 'recalled', by: bob } as const
    expect(show({ content }).text()).toBe('Bob recalled a message')
    expect(show({ content, own: true, author: ann }).text()).toBe('You recalled a message')
    expect(show({ content }).find('.chat-bubble').exists()).toBe(false)
  })

  it('by reactions shows them, and how many there are', () => {
    const message = show({
      reactions: [{ emoji: '👍', count: 12, people: [bob] }, { emoji: '🎉', count: 1, people: [ann] }],
    })
    expect(message.findAll('.chat-message__reaction').map(one => one.text())).toEqual(['👍12', '🎉'])
    expect(message.get('.chat-message__reaction').attributes('aria-label')).toBe('👍 from 12 people')
    expect(show({ reactions: [] }).find('.chat-message__reactions').exists()).toBe(false)
  })
})
