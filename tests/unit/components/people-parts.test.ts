import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatProfile from '../../../components/chat-profile/chat-profile.vue'
import ChatReaders from '../../../components/chat-readers/chat-readers.vue'
import ChatRoomHead from '../../../components/chat-room-head/chat-room-head.vue'
import type { Conversation } from '../../../src/model/conversation'
import { noon } from '../../helpers/fixtures'
import { isH5 } from '../../helpers/target'

const ann = { id: 'ann', name: 'Ann' }
const bob = { id: 'bob', name: 'Bob' }
const conversation: Conversation = {
  id: 'd', kind: 'direct', title: 'Bob', peer: bob, epoch: 'e', head: 0, read: 0, delivered: 0, unread: 0, mention: 0,
}

describe('a profile', () => {
  it('says who it is, whether they are there, and leads to them', async () => {
    const profile = mount(ChatProfile, { props: { person: ann, now: noon, presence: { online: true }, writes: true } })
    expect(profile.get('[role=heading]').text()).toBe('Ann')
    expect(profile.get('.chat-profile__line').text()).toBe('online')
    await profile.get('.chat-profile__write').trigger('keydown', { key: 'Enter' })
    expect(profile.emitted('message')).toHaveLength(1)
    await profile.setProps({ busy: true })
    await profile.get('.chat-profile__write').trigger('tap')
    expect(profile.emitted('message')).toHaveLength(1)
  })

  it('of oneself leads nowhere', () => {
    const profile = mount(ChatProfile, { props: { person: ann, now: noon } })
    expect(profile.find('.chat-profile__write').exists()).toBe(false)
    expect(profile.find('.chat-profile__line').exists()).toBe(false)
  })
})

describe('who has read a message', () => {
  it('stands apart from who hasn\'t', async () => {
    const readers = [{ person: ann, read: 7, delivered: 7 }, { person: bob, read: 6, delivered: 9 }]
    const sheet = mount(ChatReaders, { props: { readers, seq: 7 } })
    expect(sheet.findAll('.chat-readers__part').map(part => part.text())).toEqual(['Read (1)AAnn', 'Not yet (1)BBob'])
    await sheet.setProps({ seq: 6 })
    expect(sheet.findAll('[role=heading]').map(title => title.text())).toEqual(['Read (2)', 'Not yet (0)'])
    await sheet.get('.chat-person').trigger('tap')
    expect(sheet.emitted('select')).toEqual([[ann]])
  })
})

describe('the head of a room', () => {
  it('says what it is, and leads to all about it', async () => {
    const head = mount(ChatRoomHead, { props: { conversation, line: 'typing…', lively: true, online: true } })
    expect(head.get('.chat-head__title').text()).toBe('Bob')
    expect(head.get('.chat-head__line--lively').text()).toBe('typing…')
    expect(head.find('.chat-avatar__dot').exists()).toBe(true)
    expect(head.get('.chat-head__main').attributes('aria-label')).toBe('Bob, typing…, Details')
    await head.get('.chat-head__main').trigger('tap')
    expect(head.emitted('details')).toHaveLength(1)
    expect(head.find('[aria-label=Back]').exists()).toBe(false)
  })

  it('as a page\'s title bar keeps clear of the platform\'s buttons, and leads back', async () => {
    const head = mount(ChatRoomHead, { props: { conversation, page: true } })
    await head.get('[aria-label=Back]').trigger('tap')
    expect(head.emitted('back')).toHaveLength(1)
    const { paddingTop, minHeight } = head.get<HTMLElement>('.chat-head').element.style
    expect([paddingTop, minHeight]).toEqual(isH5 ? ['0px', '52px'] : ['47px', '99px'])
  })
})
