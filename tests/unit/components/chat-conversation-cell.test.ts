import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatConversationCell from '../../../components/chat-conversation-cell/chat-conversation-cell.vue'
import type { Conversation } from '../../../src/model/conversation'
import { ann, bob, makeConversation, makeEntry, noon, text } from '../../helpers/fixtures'
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
    const last = makeEntry(1, { content: { kind: 'unsupported', name: 'sticker' } })
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
