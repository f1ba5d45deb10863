import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import ChatForwardPicker from '../../../components/chat-forward-picker/chat-forward-picker.vue'
import ChatMenu from '../../../components/chat-menu/chat-menu.vue'
import ChatPinned from '../../../components/chat-pinned/chat-pinned.vue'
import ChatReactions from '../../../components/chat-reactions/chat-reactions.vue'
import ChatSelection from '../../../components/chat-selection/chat-selection.vue'
import type { Conversation } from '../../../src/model/conversation'
import type { MessageEntry } from '../../../src/model/entry'

const items = [
  { name: 'copy', label: 'Copy', icon: 'copy' }, { name: 'hide', label: 'Delete', icon: 'trash', danger: true },
]
const ada = { id: 'ada', name: 'Ada' }

describe('a menu', () => {
  const show = (props: object = {}) => mount(ChatMenu, { props: { label: 'Ada: hello', items, ...props } })

  it('tells what was chosen, by tap, Enter and Space', async () => {
    const menu = show()
    const [first, last] = menu.findAll('.chat-menu__action')
    await first?.trigger('tap')
    await last?.trigger('keydown', { key: 'Enter' })
    await last?.trigger('keydown', { key: ' ' })
    expect(menu.emitted('pick')).toEqual([['copy'], ['hide'], ['hide']])
    expect(last?.classes()).toContain('chat-menu__action--danger')
  })

  it('is closed by a tap outside, not inside', async () => {
    const menu = show()
    await menu.get('.chat-menu__sheet').trigger('tap')
    expect(menu.emitted('close')).toBeUndefined()
    await menu.get('.chat-menu').trigger('tap')
    expect(menu.emitted('close')).toHaveLength(1)
  })

  it('has emoji where one can react, and shows which were given', async () => {
    expect(show().find('.chat-menu__reaction').exists()).toBe(false)
    const menu = show({ reacts: true, reactions: ['👍', '🎉'], given: ['🎉'] })
    const [first, second, more] = menu.findAll('.chat-menu__reaction')
    expect([first, second].map(one => one?.attributes('aria-checked'))).toEqual(['false', 'true'])
    await first?.trigger('tap')
    await more?.trigger('tap')
    expect(menu.find('.chat-menu__action').exists()).toBe(false)
    await menu.findAll('.chat-emoji__cell')[0]?.trigger('tap')
    expect(menu.emitted('react')?.map(([emoji]) => emoji)).toEqual(['👍', '😀'])
  })
})

describe('choosing where to forward', () => {
  const conversation = (id: string, title: string): Conversation => ({
    id, title, kind: 'group', epoch: 'e', head: 0, read: 0, delivered: 0, unread: 0, mention: 0,
  })
  const conversations = [conversation('a', 'Alpha'), conversation('b', 'Beta'), conversation('c', 'Gamma')]
  const show = (props: object = {}) =>
    mount(ChatForwardPicker, { props: { conversations, summary: 'Ada: hello', ...props } })

  it('sends to those that were chosen', async () => {
    const picker = show()
    const send = picker.get('.chat-forward-picker__send')
    await send.trigger('tap')
    expect(picker.emitted('send')).toBeUndefined()
    const rows = picker.findAll('.chat-forward-picker__row')
    for (const row of rows) await row.trigger('tap')
    await rows[1]?.trigger('tap')
    await send.trigger('tap')
    expect(picker.emitted('send')).toEqual([[['a', 'c'], 'each', '']])
  })

  it('as one only where that is offered', async () => {
    expect(show().find('[role=radio]').exists()).toBe(false)
    const picker = show({ merges: true })
    await picker.findAll('[role=radio]')[1]?.trigger('tap')
    await picker.get('.chat-forward-picker__row').trigger('tap')
    await picker.get('.chat-forward-picker__send').trigger('tap')
    expect(picker.emitted('send')).toEqual([[['a'], 'one', '']])
  })

  it('finds them by name, says so where there are none, and how many messages are left out', async () => {
    const picker = show({ left: 2 })
    expect(picker.text()).toContain('2 messages can’t be forwarded')
    const [search] = picker.findAllComponents({ name: 'chat-input' })
    search?.vm.$emit('change', 'gam')
    await picker.vm.$nextTick()
    expect(picker.findAll('.chat-forward-picker__name').map(one => one.text())).toEqual(['Gamma'])
    search?.vm.$emit('change', 'zzz')
    await picker.vm.$nextTick()
    expect(picker.text()).toContain('No chat found')
  })

  it('takes no more than 20, and draws 50 at first', async () => {
    const many = Array.from({ length: 60 }, (_, index) => conversation(`c${index}`, `Chat ${index}`))
    const picker = show({ conversations: many })
    const rows = picker.findAll('.chat-forward-picker__row')
    expect(rows).toHaveLength(50)
    for (const row of rows.slice(0, 21)) await row.trigger('tap')
    expect(picker.findAll('[aria-checked=true]')).toHaveLength(20)
    expect(picker.text()).toContain('No more than 20 chats at once')
    await picker.get('.chat-forward-picker__more').trigger('tap')
    expect(picker.findAll('.chat-forward-picker__row')).toHaveLength(60)
  })
})

describe('the bar of chosen messages', () => {
  it('counts, and does nothing with none', async () => {
    const bar = mount(ChatSelection, { props: { count: 0, items } })
    await bar.get('.chat-selection__action').trigger('tap')
    expect(bar.emitted('pick')).toBeUndefined()
    await bar.setProps({ count: 3 })
    expect(bar.get('[role=status]').text()).toBe('3 selected')
    await bar.get('.chat-selection__action').trigger('tap')
    await bar.get('.chat-selection__end').trigger('tap')
    expect([bar.emitted('pick'), bar.emitted('end')]).toEqual([[['copy']], [[]]])
  })
})

describe('the pinned messages', () => {
  const entry = (seq: number, text: string): MessageEntry =>
    ({ type: 'message', seq, id: `m${seq}`, author: ada, at: 0, content: { kind: 'text', text } })

  it('are shown one at a time, and begin again where another is pinned', async () => {
    const bar = mount(ChatPinned, { props: { entries: [entry(5, 'new'), entry(2, 'old')] } })
    const body = bar.get('.chat-pinned__body')
    expect(body.text()).toBe('Pinned 1/2Ada: new')
    await body.trigger('tap')
    expect(body.text()).toBe('Pinned 2/2Ada: old')
    await body.trigger('keydown', { key: 'Enter' })
    expect(bar.emitted('select')?.map(([one]) => (one as MessageEntry).seq)).toEqual([5, 2])
    await body.trigger('tap')
    await bar.setProps({ entries: [entry(7, 'newest'), entry(5, 'new'), entry(2, 'old')] })
    expect(body.text()).toBe('Pinned 1/3Ada: newest')
    await bar.get('.chat-pinned__all').trigger('tap')
    expect(bar.emitted('all')).toHaveLength(1)
  })
})

it('who reacted: by emoji, and how many more', async () => {
  const reactions = [
    { emoji: '👍', count: 12, people: [ada] }, { emoji: '🎉', count: 1, people: [{ id: 'bob', name: 'Bob' }] },
  ]
  const sheet = mount(ChatReactions, { props: { reactions } })
  expect(sheet.findAll('.chat-person__name').map(one => one.text())).toEqual(['Ada', 'Bob'])
  expect(sheet.findAll('.chat-reactions__rest').map(one => one.text())).toEqual(['and 11 more'])
  const told = vi.fn()
  await sheet.setProps({ onSelect: told })
  await sheet.get('.chat-person').trigger('tap')
  expect(told).toHaveBeenCalledWith(ada)
})
