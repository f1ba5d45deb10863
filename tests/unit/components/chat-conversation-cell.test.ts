import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatConversationCell from '../../../components/chat-conversation-cell/chat-conversation-cell.vue'
import type { Conversation } from '../../../src/model/conversation'
import { ann, bob, makeConversation, makeEntry, makeMessage, noon, text } from '../../helpers/fixtures'
import { isH5 } from '../../helpers/target'
import { hardTexts } from '../../helpers/texts'

function show(fields: Partial<Conversation> = {}) {
  const conversation = makeConversation(fields)
  return mount(ChatConversationCell, { props: { conversation, selfId: 'ann', now: noon } })
}

function preview(fields: Partial<Conversation>): string {
  return show(fields).get('.chat-cell__preview').text()
}

describe('a conversation in the list', () => {
  it('has its title and the newest message with its time', () => {
    const last = makeEntry(1, { at: noon - 3_600_000, content: text('see you') })
    const cell = show({ title: 'Friends', last })
    expect(cell.get('.chat-cell__title').text()).toBe('Friends')
    expect(cell.get('.chat-cell__time').text()).toBe('11:00')
    expect(cell.get('.chat-cell__text').text()).toBe('see you')
  })

  it('says who wrote, in a group', () => {
    expect(preview({ last: makeEntry(1, { content: text('hi') }) })).toBe('Bob: hi')
  })

  it('says that it was oneself, anywhere', () => {
    const last = makeEntry(1, { author: ann, content: text('hi') })
    expect(preview({ last })).toBe('You: hi')
    expect(preview({ kind: 'direct', peer: bob, last })).toBe('You: hi')
  })

  it('needs no name of the other, where there is only one', () => {
    expect(preview({ kind: 'direct', peer: bob, last: makeEntry(1, { content: text('hi') }) })).toBe('hi')
  })

  it('without a message says so, and no time', () => {
    const cell = show()
    expect(cell.get('.chat-cell__preview').text()).toBe('No messages yet')
    expect(cell.get('.chat-cell__time').text()).toBe('')
  })

  it('shows the newest message in one line', () => {
    expect(preview({ last: makeEntry(1, { content: text('one\n\ntwo') }) })).toBe('Bob: one two')
  })

  it('shows that it can\'t show an unknown kind', () => {
    const last = makeEntry(1, { content: { kind: 'unsupported', name: 'sticker', data: {} } })
    expect(preview({ last })).toContain('can’t show')
  })

  it('shows that the newest message was taken back, by whom', () => {
    expect(preview({ last: makeEntry(1, { content: { kind: 'recalled', by: bob } }) })).toBe('Bob recalled a message')
    const own = makeEntry(1, { author: ann, content: { kind: 'recalled', by: ann } })
    expect(preview({ last: own })).toBe('You recalled a message')
  })

  it('says that one was mentioned', () => {
    const last = makeEntry(3, { content: text('hi') })
    expect(preview({ last, head: 3, unread: 2, mention: 2 })).toBe('[You were mentioned]Bob: hi')
    expect(preview({ last, head: 3, unread: 2 })).toBe('Bob: hi')
  })

  it.each([[1, '1'], [99, '99'], [100, '99+'], [12_345, '99+']])('counts %i unread as %s', (unread, badge) => {
    const cell = show({ unread })
    expect(cell.get('.chat-cell__badge').text()).toBe(badge)
    expect(cell.get('.chat-cell__badge').attributes('aria-label')).toContain(String(unread))
  })

  it('has no badge when all is read', () => {
    expect(show({ unread: 0 }).find('.chat-cell__badge').exists()).toBe(false)
  })

  it('has the other person\'s colour', () => {
    const color = (fields: Partial<Conversation>) =>
      show(fields).get<HTMLElement>('.chat-avatar').element.style.backgroundColor
    expect(color({ id: 'one', peer: bob })).toBe(color({ id: 'two', peer: bob }))
  })

  it('is chosen by a tap or by Enter', async () => {
    const cell = show()
    await cell.get('.chat-cell').trigger('tap')
    await cell.get('.chat-cell').trigger('keydown', { key: 'Enter' })
    expect(cell.emitted('select')).toHaveLength(2)
    expect(cell.get('.chat-cell').attributes()).toMatchObject({ role: 'button', tabindex: '0' })
  })

  it.each(Object.entries(hardTexts))('shows %s as text', (_name, hard) => {
    const cell = show({ title: hard, last: makeEntry(1, { content: text(hard), author: { id: 'x', name: hard } }) })
    expect(cell.get('.chat-cell__title').element.textContent).toBe(hard)
    expect(cell.get('.chat-cell__who').element.textContent).toContain(hard)
    expect(cell.find('img, script, b').exists()).toBe(false)
  })

  it('follows the time', async () => {
    const cell = show({ last: makeEntry(1, { at: noon }) })
    expect(cell.get('.chat-cell__time').text()).toBe('12:00')
    await cell.setProps({ now: noon + 86_400_000 })
    expect(cell.get('.chat-cell__time').text()).toBe('Yesterday')
  })
})

describe('what goes on in a conversation', () => {
  const last = makeEntry(3, { content: text('hi') })
  const peer = { kind: 'direct', peer: bob, last } as const

  function state(props: object, fields: Partial<Conversation> = {}) {
    const conversation = makeConversation(fields)
    return mount(ChatConversationCell, { props: { conversation, selfId: 'ann', now: noon, ...props } })
  }

  it('says what was written and isn\'t sent', () => {
    const cell = state({ draft: 'one\n two ' }, { last })
    expect(cell.get('.chat-cell__preview').text()).toBe('[Draft]one two')
    expect(state({ draft: '' }, { last }).get('.chat-cell__preview').text()).toBe('[Draft]')
  })

  it('says who types, before all else', () => {
    const typing = [bob]
    expect(state({ typing, draft: 'x' }, { last }).get('.chat-cell__preview').text()).toBe('Bob is typing…')
    expect(state({ typing }, peer).get('.chat-cell__preview').text()).toBe('typing…')
  })

  it.each([
    ['queued', 'clock', 'sending'], ['sending', 'clock', 'sending'], ['unknown', 'clock', 'sending'],
    ['failed', 'alert', 'not sent'],
  ] as const)('marks a message of one\'s own that is %s', (status, icon, word) => {
    const pending = makeMessage({ status, own: true, seq: null, author: ann, content: text('mine') })
    const cell = state({ pending }, { last })
    expect(cell.find(`.chat-cell__mark.chat-icon--${icon}`).exists()).toBe(true)
    expect(cell.get('.chat-cell__preview').text()).toBe('You: mine')
    expect(cell.get('.chat-cell').attributes('aria-label')).toMatch(new RegExp(word, 'i'))
  })

  it('marks nothing that is sent', () => {
    expect(state({}, { last }).find('.chat-cell__mark').exists()).toBe(false)
  })

  it('has a dot for what is unread in a muted one, and for one that was marked', () => {
    const muted = state({}, { last, unread: 3, muted: true })
    expect(muted.get('.chat-cell__badge').classes()).toContain('chat-cell__badge--dot')
    expect(muted.get('.chat-cell__badge').text()).toBe('')
    expect(muted.find('.chat-icon--bell-off').exists()).toBe(true)
    expect(state({}, { marked: true }).get('.chat-cell__badge').attributes('aria-label')).toBe('marked as unread')
    expect(state({}, { marked: true, unread: 2 }).get('.chat-cell__badge').text()).toBe('2')
  })

  it('shows that the other person is there, and that it is pinned', () => {
    const cell = state({ online: true }, { ...peer, pinned: 1 })
    expect(cell.find('.chat-avatar__dot').exists()).toBe(true)
    expect(cell.get('.chat-cell').classes()).toContain('chat-cell--pinned')
    expect(state({}, peer).find('.chat-avatar__dot').exists()).toBe(false)
  })

  it('tells all of it to screen readers', () => {
    const cell = state({ online: true }, { ...peer, title: 'Bob', pinned: 1, muted: true, unread: 2, mention: 3 })
    expect(cell.get('.chat-cell').attributes('aria-label'))
      .toBe('Bob, online, 2 unread messages, [You were mentioned], hi, 12:00, pinned, muted')
  })
})

describe('what can be done with a conversation', () => {
  function changeable(fields: Partial<Conversation> = {}, changeable = true) {
    return mount(ChatConversationCell, {
      props: { conversation: makeConversation(fields), selfId: 'ann', now: noon, changeable },
    })
  }
  const at = (x: number, y = 20) => ({ touches: [{ clientX: x, clientY: y }] })

  async function swipe(cell: ReturnType<typeof changeable>, from: number, to: number, down = 0): Promise<void> {
    const face = cell.get('.chat-cell')
    await face.trigger('touchstart', at(from))
    for (const part of [0.3, 0.6, 1]) await face.trigger('touchmove', at(from + (to - from) * part, 20 + down * part))
    await face.trigger('touchend', { touches: [] })
  }
  const shift = (cell: ReturnType<typeof changeable>): string =>
    cell.get<HTMLElement>('.chat-cell').attributes('style') ?? ''

  it('shows by a swipe, and does it', async () => {
    const cell = changeable()
    await swipe(cell, 300, 200)
    expect(shift(cell)).toContain('translateX')
    const actions = cell.findAll('.chat-swipe__action')
    expect(actions.map(action => action.text())).toEqual(['Pin', 'Hide', 'Delete'])
    await actions[0]?.trigger('tap')
    expect(cell.emitted('act')).toEqual([['pin']])
    expect(shift(cell)).not.toContain('translateX')
  })

  it('says what it would take back', async () => {
    const cell = changeable({ muted: true, pinned: 5 })
    await swipe(cell, 300, 200)
    expect(cell.findAll('.chat-swipe__action').map(action => action.text())).toEqual(['Unpin', 'Hide', 'Delete'])
  })

  it('is shut by a tap, which opens nothing, and by a swipe back', async () => {
    const cell = changeable()
    await swipe(cell, 300, 200)
    await cell.get('.chat-cell').trigger('tap')
    expect(cell.emitted('select')).toBeUndefined()
    expect(shift(cell)).not.toContain('translateX')
    await swipe(cell, 300, 200)
    await swipe(cell, 100, 200)
    expect(shift(cell)).not.toContain('translateX')
    await cell.get('.chat-cell').trigger('tap')
    expect(cell.emitted('select')).toHaveLength(1)
  })

  it.each([['a short one', 300, 280, 0], ['the wrong way', 200, 300, 0], ['up and down', 300, 250, 200]])(
    'stays shut at %s', async (_name, from, to, down) => {
      const cell = changeable()
      await swipe(cell, from, to, down)
      expect(shift(cell)).not.toContain('translateX')
    })

  it('has a menu by a long press, after which the finger\'s tap is none', async () => {
    const cell = changeable()
    const face = cell.get('.chat-cell')
    await face.trigger('touchstart', at(100))
    await face.trigger('longpress', at(100))
    await face.trigger('touchend', { touches: [] })
    await face.trigger('tap')
    expect(cell.emitted('menu')).toHaveLength(1)
    expect(cell.emitted('select')).toBeUndefined()
    await face.trigger('touchstart', at(100))
    await face.trigger('tap')
    expect(cell.emitted('select')).toHaveLength(1)
  })

  if (isH5) it('has a menu by the mouse and the keyboard', async () => {
    const cell = changeable()
    const face = cell.get('.chat-cell')
    await face.trigger('contextmenu', { clientX: 5, clientY: 6 })
    await face.trigger('keydown', { key: 'F10', shiftKey: true })
    expect(cell.emitted('menu')).toEqual([[{ x: 5, y: 6 }], [undefined]])
  })

  it('is nothing where the server keeps nothing of it', async () => {
    const cell = changeable({}, false)
    await swipe(cell, 300, 200)
    await cell.get('.chat-cell').trigger('longpress', at(100))
    expect(cell.find('.chat-swipe__action').exists()).toBe(false)
    expect(shift(cell)).not.toContain('translateX')
    expect(cell.emitted('menu')).toBeUndefined()
  })
})
