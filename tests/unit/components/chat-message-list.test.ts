import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import ChatMessageList from '../../../components/chat-message-list/chat-message-list.vue'
import type { Message } from '../../../src/model/message'
import type { LoadState } from '../../../src/sync/loader'
import { ann, makeMessage, noon, text } from '../../helpers/fixtures'
import { fakeUni, type Measured } from '../../helpers/uni'

const DAY = 86_400_000

let abc: Message[] = []

interface Props {
  messages: Message[]
  state?: LoadState
  hasEarlier?: boolean
  earlier?: LoadState
  named?: boolean
  selfId?: string
  unreadFrom?: number
  hasLater?: boolean
}

beforeEach(() => {
  vi.useFakeTimers({
    now: noon,
    toFake: ['Date', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'requestAnimationFrame'],
  })
  abc = messages('a', 'b', 'c')
})

async function show(props: Props) {
  const list = mount(ChatMessageList, { props, attachTo: document.body })
  await settle()
  return list
}

type List = Awaited<ReturnType<typeof show>>

function messages(...texts: string[]): Message[] {
  return texts.map((one, index) => makeMessage({ key: one, content: text(one), at: noon + index }))
}

function shown(list: List): string[] {
  return list.findAll('.chat-bubble__text').map(({ element }) =>
    [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(node => node.nodeValue).join(''))
}

const inBrowser = process.env.UNI_PLATFORM === 'h5'

/** The reader scrolls: the platform says where to. */
async function scrollTo(list: List, place: Partial<Measured>): Promise<void> {
  const { scrollTop, scrollHeight, height } = fakeUni.measured = {
    scrollTop: 0, scrollHeight: 5_000, height: 600, ...fakeUni.measured, ...place,
  }
  const area = list.get('.chat-scroller').element
  if (inBrowser) {
    // There it hangs from its end.
    const sizes = { clientHeight: height, scrollHeight, scrollTop: scrollTop + height - scrollHeight }
    for (const [name, value] of Object.entries(sizes)) {
      Object.defineProperty(area, name, { value, configurable: true, writable: true })
    }
  }
  area.dispatchEvent(inBrowser ? new Event('scroll') : new CustomEvent('scroll', { detail: fakeUni.measured }))
  await settle()
}

/** Lets the next frame of the screen come. */
async function frame(): Promise<void> {
  await vi.advanceTimersByTimeAsync(17)
}

/** Lets what waits for a frame, or for others to come, happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    await flushPromises()
    await vi.advanceTimersByTimeAsync(50)
  }
}

/** Whether the list has been told to go to its end. */
function atBottom(list: List): boolean {
  const area = list.get('.chat-scroller').element
  return inBrowser ? area.scrollTop === 0 : Number(area.getAttribute('scroll-top')) >= 5_000
}

/** A list long enough to scroll, with the reader at its end. */
async function long(props: Partial<Props> = {}): Promise<List> {
  fakeUni.measured = { scrollTop: 4_400, scrollHeight: 5_000, height: 600 }
  const list = await show({ messages: abc, ...props })
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
    await settle()
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
    expect(list.emitted('ask')).toEqual([[failed]])
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
  it('are not offered where there are none: the start is marked', async () => {
    expect((await show({ messages: messages('a') })).get('.chat-list__edge').text()).toBe('This is where it begins')
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
})

describe('later messages', () => {
  it('are asked for when the reader nears the last one', async () => {
    const list = await long({ hasLater: true })
    expect(list.emitted('loadLater')?.length).toBeGreaterThan(0)
    expect(list.emitted('atEnd')?.at(-1)).toEqual([false])
  })

  it('that are not there make the way down a question to the owner', async () => {
    const list = await long({ hasLater: true })
    await list.get('.chat-list__pill--down').trigger('tap')
    expect(list.emitted('toNewest')).toHaveLength(1)
  })
})

describe('a new message', () => {
  const next = (fields: Partial<Message> = {}): Message => makeMessage({ at: noon + 10, ...fields })

  it('comes into view where the reader is at the end', async () => {
    const list = await long()
    await list.setProps({ messages: [...abc, next()] })
    await settle()
    expect(atBottom(list)).toBe(true)
    expect(list.find('.chat-list__pill').exists()).toBe(false)
  })

  it('is drawn also if something else changes in the same frame', async () => {
    const list = await long()
    await list.setProps({ messages: [...abc, next(), next()], hasEarlier: true })
    await settle()
    expect(shown(list)).toHaveLength(5)
  })

  it('moves nobody who reads further up: a pill counts, and leads there', async () => {
    const list = await long()
    await scrollTo(list, { scrollTop: 1_000 })
    expect(list.emitted('atEnd')?.at(-1)).toEqual([false])
    await list.setProps({ messages: [...abc, next(), next()] })
    await settle()
    expect(list.get('.chat-list__pill').text()).toBe('2 new messages')
    await list.get('.chat-list__pill').trigger('tap')
    await settle()
    expect(atBottom(list)).toBe(true)
    expect(list.find('.chat-list__pill').exists()).toBe(false)
    expect(list.emitted('atEnd')?.at(-1)).toEqual([true])
  })

  it('that mentions the reader is counted apart', async () => {
    const list = await long({ selfId: 'ann' })
    await scrollTo(list, { scrollTop: 1_000 })
    await list.setProps({ messages: [...abc, next({ mentions: ['ann'] }), next({ mentions: ['bob'] })] })
    await settle()
    expect(list.get('.chat-list__pill--call').attributes('aria-label')).toBe('You were mentioned')
    expect(list.get('.chat-list__pill--down').text()).toBe('2 new messages')
  })

  it('is no longer counted once the reader has come down', async () => {
    const list = await long()
    await scrollTo(list, { scrollTop: 1_000 })
    await list.setProps({ messages: [...abc, next()] })
    await settle()
    await scrollTo(list, { scrollTop: 4_400 })
    await scrollTo(list, { scrollTop: 1_000 })
    expect(list.get('.chat-list__pill').text()).toBe('')
  })

  it('of one\'s own brings the reader to the end', async () => {
    const list = await long()
    await scrollTo(list, { scrollTop: 1_000 })
    await list.setProps({ messages: [...abc, next({ own: true, author: ann, seq: null, status: 'sending' })] })
    await settle()
    expect(list.emitted('atEnd')?.at(-1)).toEqual([true])
  })

  it('of one\'s own from another device is not counted as new', async () => {
    const list = await long()
    await scrollTo(list, { scrollTop: 1_000 })
    await list.setProps({ messages: [...abc, next({ own: true, author: ann })] })
    await settle()
    expect(list.get('.chat-list__pill').text()).toBe('')
  })

  it('waits a moment for others where many come', async () => {
    const list = await show({ messages: abc })
    await list.setProps({ messages: [...abc, next()] })
    await frame()
    expect(list.findAll('.chat-message')).toHaveLength(4)
    await list.setProps({ messages: [...list.props('messages') as Message[], next()] })
    await frame()
    expect(list.findAll('.chat-message')).toHaveLength(4)
    await settle()
    expect(list.findAll('.chat-message')).toHaveLength(5)
  })
})

describe('many messages', () => {
  const many = (): Message[] => messages(...Array.from({ length: 2_000 }, (_, index) => `${index}`))

  it('are drawn near the screen only', async () => {
    const list = await show({ messages: many() })
    expect(list.findAll('.chat-message').length).toBeLessThan(80)
    expect(shown(list).at(-1)).toBe('1999')
  })

  it('are jumped to by their key', async () => {
    const list = await show({ messages: many() })
    void list.vm.jumpTo('1000')
    await settle()
    expect(shown(list)).toContain('1000')
    expect(await list.vm.jumpTo('nobody')).toBe(false)
  })

  it('that were not read begin with a line, where the list opens', async () => {
    const all = many()
    const unreadFrom = all[500]?.seq ?? 0
    const list = await show({ messages: all, unreadFrom })
    expect(list.get('.chat-list__unread').text()).toBe('New messages')
    expect(shown(list)).toContain('500')
  })
})

describe('the end', () => {
  it('is where the reader begins', async () => {
    const list = await long()
    expect(atBottom(list)).toBe(true)
    expect(list.emitted('atEnd')).toEqual([[true]])
  })
})
