import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import ChatMessageList from '../../../components/chat-message-list/chat-message-list.vue'
import type { Message } from '../../../src/model/message'
import type { LoadState } from '../../../src/sync/loader'
import { ann, makeMessage, noon, text } from '../../helpers/fixtures'
import { fakeUni, type Measured } from '../../helpers/uni'

const DAY = 86_400_000

interface Props {
  messages: Message[]
  state?: LoadState
  hasEarlier?: boolean
  earlier?: LoadState
  named?: boolean
}

beforeEach(() => {
  vi.useFakeTimers({ now: noon, toFake: ['Date', 'setInterval', 'clearInterval'] })
})

async function show(props: Props) {
  const list = mount(ChatMessageList, { props, attachTo: document.body })
  await flushPromises()
  return list
}

type List = Awaited<ReturnType<typeof show>>

function messages(...texts: string[]): Message[] {
  return texts.map((one, index) => makeMessage({ key: one, content: text(one), at: noon + index }))
}

function shown(list: List): string[] {
  return list.findAll('.chat-bubble__text').map(one => one.element.firstChild?.textContent ?? '')
}

/** The reader scrolls: the platform says where to. */
async function scrollTo(list: List, place: Partial<Measured>): Promise<void> {
  fakeUni.measured = { scrollTop: 0, scrollHeight: 5_000, height: 600, ...fakeUni.measured, ...place }
  list.get('scroll-view').element.dispatchEvent(new CustomEvent('scroll', { detail: fakeUni.measured }))
  await flushPromises()
}

/** A list long enough to scroll, with the reader at its end. */
async function long(props: Partial<Props> = {}): Promise<List> {
  fakeUni.measured = { scrollTop: 4_400, scrollHeight: 5_000, height: 600 }
  const list = await show({ messages: messages('a', 'b', 'c'), ...props })
  await scrollTo(list, { scrollTop: 4_400 })
  return list
}

describe('a list without messages', () => {
  it('says that they are being loaded', async () => {
    expect((await show({ messages: [], state: 'loading' })).text()).toBe('Loading…')
  })

  it('says that there are none', async () => {
    expect((await show({ messages: [] })).text()).toBe('No messages yet. Say hello')
  })

  it('says that they couldn\'t be loaded, and asks again when told to', async () => {
    const list = await show({ messages: [], state: 'failed' })
    expect(list.text()).toContain('Couldn’t load')
    await list.get('button').trigger('tap')
    expect(list.emitted('reload')).toHaveLength(1)
  })

  it('gives way to messages', async () => {
    const list = await show({ messages: [], state: 'loading' })
    await list.setProps({ messages: messages('a'), state: 'ready' })
    expect(shown(list)).toEqual(['a'])
  })
})

describe('the messages', () => {
  it('stand in the order they are given', async () => {
    expect(shown(await show({ messages: messages('c', 'a', 'b') }))).toEqual(['c', 'a', 'b'])
  })

  it('stay while the newest can\'t be loaded', async () => {
    expect(shown(await show({ messages: messages('a'), state: 'failed' }))).toEqual(['a'])
  })

  it('are parted by days', async () => {
    const days = [noon - 400 * DAY, noon - 8 * DAY, noon - DAY, noon - 1_000, noon]
    const list = await show({ messages: days.map(at => makeMessage({ at })) })
    const labels = list.findAll('.chat-list__day').map(day => day.text())
    expect(labels).toEqual(['Dec 11, 2022', 'Jan 7', 'Yesterday', 'Today'])
  })

  it('keep their elements when others come', async () => {
    const list = await show({ messages: messages('a', 'b') })
    const element = list.findAll('.chat-message')[0]?.element
    await list.setProps({ messages: messages('0', 'a', 'b', 'c') })
    expect(list.findAll('.chat-message')[1]?.element).toBe(element)
  })

  it('have names in a group, and none between two', async () => {
    const group = await show({ messages: messages('a') })
    expect(group.find('.chat-message__name').exists()).toBe(true)
    const direct = await show({ messages: messages('a'), named: false })
    expect(direct.find('.chat-message__name').exists()).toBe(false)
  })

  it('tell which of them failed when its mark is tapped', async () => {
    const failed = makeMessage({ own: true, author: ann, status: 'failed', seq: null })
    const list = await show({ messages: [...messages('a'), failed] })
    await list.get('.chat-message__failed').trigger('tap')
    expect(list.emitted('failed')).toEqual([[failed]])
  })

  it('call today yesterday when the day is over', async () => {
    const list = await show({ messages: messages('a') })
    expect(list.get('.chat-list__day').text()).toBe('Today')
    vi.advanceTimersByTime(DAY)
    await flushPromises()
    expect(list.get('.chat-list__day').text()).toBe('Yesterday')
  })
})

describe('older messages', () => {
  it('are not offered where there are none', async () => {
    expect((await show({ messages: messages('a') })).find('.chat-list__edge').exists()).toBe(false)
  })

  it('are asked for when the reader nears the first one', async () => {
    const list = await long({ hasEarlier: true })
    expect(list.emitted('loadEarlier')).toBeUndefined()
    await scrollTo(list, { scrollTop: 100 })
    expect(list.emitted('loadEarlier')).toHaveLength(1)
  })

  it('are not asked for again while they come, or by themselves after they failed', async () => {
    const list = await long({ hasEarlier: true, earlier: 'loading' })
    await scrollTo(list, { scrollTop: 100 })
    expect(list.get('.chat-list__edge').text()).toBe('Loading…')
    expect(list.emitted('loadEarlier')).toBeUndefined()
    await list.setProps({ earlier: 'failed' })
    await scrollTo(list, { scrollTop: 50 })
    expect(list.emitted('loadEarlier')).toBeUndefined()
  })

  it('that failed are asked for by a tap', async () => {
    const list = await long({ hasEarlier: true, earlier: 'failed' })
    expect(list.get('.chat-list__edge').text()).toContain('Couldn’t load')
    await list.get('.chat-list__edge').trigger('tap')
    expect(list.emitted('loadEarlier')).toHaveLength(1)
  })

  it('leave the line in place that the reader looks at', async () => {
    const list = await long({ hasEarlier: true })
    await scrollTo(list, { scrollTop: 100 })
    // The platform puts 2,000 px in front and stays where it was.
    fakeUni.measured = { scrollTop: 100, scrollHeight: 7_000, height: 600 }
    await list.setProps({ messages: messages('0', 'a', 'b', 'c') })
    await flushPromises()
    expect(list.get('scroll-view').attributes('scroll-top')).toBe('2100')
  })

  it('move nothing where the platform has kept the line itself', async () => {
    const list = await long({ hasEarlier: true })
    await scrollTo(list, { scrollTop: 100 })
    const before = list.get('scroll-view').attributes('scroll-top')
    fakeUni.measured = { scrollTop: 2_100, scrollHeight: 7_000, height: 600 }
    await list.setProps({ messages: messages('0', 'a', 'b', 'c') })
    await flushPromises()
    expect(list.get('scroll-view').attributes('scroll-top')).toBe(before)
  })
})

describe('a new message', () => {
  const top = (list: List) => list.get('scroll-view').attributes('scroll-top')

  it('comes into view where the reader is at the end', async () => {
    const list = await long()
    const before = top(list)
    await list.setProps({ messages: messages('a', 'b', 'c', 'd') })
    await flushPromises()
    expect(top(list)).not.toBe(before)
    expect(Number(top(list))).toBeGreaterThanOrEqual(5_000)
    expect(list.find('.chat-list__pill').exists()).toBe(false)
  })

  it('moves nobody who reads further up: a pill counts, and leads there', async () => {
    const list = await long()
    await scrollTo(list, { scrollTop: 1_000 })
    expect(list.emitted('atEnd')?.at(-1)).toEqual([false])
    const before = top(list)
    await list.setProps({ messages: messages('a', 'b', 'c', 'd', 'e') })
    await flushPromises()
    expect(top(list)).toBe(before)
    expect(list.get('.chat-list__pill').text()).toBe('2 new messages')
    await list.get('.chat-list__pill').trigger('tap')
    await flushPromises()
    expect(top(list)).not.toBe(before)
    expect(list.find('.chat-list__pill').exists()).toBe(false)
    expect(list.emitted('atEnd')?.at(-1)).toEqual([true])
  })

  it('is no longer counted once the reader has come down', async () => {
    const list = await long()
    await scrollTo(list, { scrollTop: 1_000 })
    await list.setProps({ messages: messages('a', 'b', 'c', 'd') })
    await scrollTo(list, { scrollTop: 4_400 })
    await scrollTo(list, { scrollTop: 1_000 })
    expect(list.get('.chat-list__pill').text()).toBe('')
  })

  it('of one\'s own brings the reader to the end', async () => {
    const list = await long()
    await scrollTo(list, { scrollTop: 1_000 })
    const own = makeMessage({ own: true, author: ann, seq: null, status: 'sending' })
    await list.setProps({ messages: [...messages('a', 'b', 'c'), own] })
    await flushPromises()
    expect(list.emitted('atEnd')?.at(-1)).toEqual([true])
  })

  it('of one\'s own from another device is not counted as new', async () => {
    const list = await long()
    await scrollTo(list, { scrollTop: 1_000 })
    await list.setProps({ messages: [...messages('a', 'b', 'c'), makeMessage({ own: true, author: ann })] })
    await flushPromises()
    expect(list.get('.chat-list__pill').text()).toBe('')
  })
})

describe('the end', () => {
  it('is where the reader begins', async () => {
    const list = await long()
    expect(Number(list.get('scroll-view').attributes('scroll-top'))).toBeGreaterThanOrEqual(5_000)
    expect(list.emitted('atEnd')).toEqual([[true]])
  })

  it('is kept when the room around the list changes', async () => {
    const list = await long()
    const before = list.get('scroll-view').attributes('scroll-top')
    fakeUni.measured = { scrollTop: 4_400, scrollHeight: 5_000, height: 300 }
    list.vm.resized()
    await flushPromises()
    expect(list.get('scroll-view').attributes('scroll-top')).not.toBe(before)
  })
})
