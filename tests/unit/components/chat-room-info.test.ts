import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatRoomInfo from '../../../components/chat-room-info/chat-room-info.vue'
import type { Conversation } from '../../../src/model/conversation'
import { noon } from '../../helpers/fixtures'

const group: Conversation = {
  id: 'g', kind: 'group', title: 'Picnic', members: 3, role: 'member', epoch: 'e', head: 0, read: 0, delivered: 0,
  unread: 0, mention: 0,
}
const bob = { id: 'bob', name: 'Bob' }
const direct: Conversation = { ...group, kind: 'direct', title: 'Bob', peer: bob, role: undefined }

function show(conversation: Conversation, props: object = {}) {
  const info = mount(ChatRoomInfo, { props: { conversation, now: noon, ...props } })
  const option = (label: string) => {
    const found = info.findAll('.chat-option').find(one => one.get('.chat-option__label').text() === label)
    if (!found) throw new Error(`there is no ${label}`)
    return found
  }
  return { info, option, labels: () => info.findAll('.chat-option__label').map(one => one.text()) }
}

describe('what is shown of a group', () => {
  it('is for a member: to look, to set one\'s own, to leave', () => {
    const { labels, option } = show(group)
    expect(labels()).toEqual([
      'All members', 'Group name', 'Announcement', 'Pinned messages', 'Mute', 'Keep on top', 'Clear chat history',
      'Leave group',
    ])
    expect(option('Group name').attributes('role')).toBeUndefined()
    expect(option('Announcement').attributes('role')).toBeUndefined()
  })

  it.each(['admin', 'owner'] as const)('is for an %s also to change it', async (role) => {
    const { info, labels, option } = show({ ...group, role, writers: 'admins' })
    expect(labels()).toContain('Only admins can write')
    expect(option('Group name').attributes()).toMatchObject({ role: 'button' })
    expect(option('Group name').attributes('aria-checked')).toBeUndefined()
    await option('Group name').trigger('tap')
    await option('Announcement').trigger('keydown', { key: 'Enter' })
    expect(info.emitted('open')).toEqual([['title'], ['announcement']])
    const writers = option('Only admins can write')
    expect(writers.attributes()).toMatchObject({ 'role': 'switch', 'aria-checked': 'true' })
    await writers.trigger('tap')
    expect(info.emitted('set')).toEqual([['writers', false]])
  })

  it('has an announcement to read for all', async () => {
    const { info, option } = show({ ...group, announcement: 'At noon' })
    expect(option('Announcement').text()).toContain('At noon')
    await option('Announcement').trigger('tap')
    expect(info.emitted('open')).toEqual([['announcement']])
  })

  it('switches what is one\'s own', async () => {
    const { info, option } = show({ ...group, pinned: 1, muted: true })
    expect(option('Mute').attributes('aria-checked')).toBe('true')
    await option('Mute').trigger('tap')
    await option('Keep on top').trigger('keydown', { key: ' ' })
    expect(info.emitted('set')).toEqual([['muted', false], ['pinned', false]])
  })

  it('does nothing twice while an answer is waited for', async () => {
    const { info, option } = show(group, { busy: 'muted' })
    await option('Mute').trigger('tap')
    expect(info.emitted('set')).toBeUndefined()
  })

  it('is what the server can do, and no more', () => {
    expect(show(group, { extras: false }).labels()).toEqual(['All members', 'Group name', 'Leave group'])
    expect(show(group, { extras: false, groups: false }).labels()).toEqual([])
    expect(show({ ...group, role: undefined }).labels()).not.toContain('Leave group')
  })

  it('shows members as far as they fit, and a way to add some', async () => {
    const people = Array.from({ length: 30 }, (_, index) => ({ id: `p${index}`, name: `P${index}` }))
    const { info } = show({ ...group, members: 30 }, { people })
    const names = info.findAll('.chat-info__name').map(name => name.text())
    expect(names).toEqual(people.slice(0, 9).map(({ name }) => name))
    expect(info.get('.chat-info__count').text()).toBe('30 members')
    await info.get('.chat-info__person').trigger('tap')
    expect(info.emitted('person')).toEqual([[people[0]]])
    await info.get('[aria-label="Add people"]').trigger('tap')
    expect(info.emitted('open')).toEqual([['add']])
  })
})

describe('what is shown of a direct conversation', () => {
  it('is the other person, and what one sets for oneself', () => {
    const { info, labels } = show(direct, { presence: { online: false, seen: noon - 300_000 } })
    expect(info.get('.chat-profile__name').text()).toBe('Bob')
    expect(info.get('.chat-profile__line').text()).toBe('last seen 5 min ago')
    expect(labels()).toEqual(['Pinned messages', 'Mute', 'Keep on top', 'Clear chat history'])
  })
})
