import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatAvatar from '../../../components/chat-avatar/chat-avatar.vue'

function show(props: { personId: string, name: string, size?: number, picture?: string, online?: boolean }) {
  return mount(ChatAvatar, { props }).get<HTMLElement>('.chat-avatar')
}

describe('an avatar', () => {
  it('is the first letter of the name', () => {
    expect(show({ personId: 'ann', name: 'ann' }).text()).toBe('A')
    expect(show({ personId: 'ann', name: '王小明' }).text()).toBe('王')
  })

  it('has a person\'s own colour, whatever the name', () => {
    const color = (personId: string, name: string) => show({ personId, name }).element.style.backgroundColor
    expect(color('ann', 'Ann')).toBe(color('ann', 'Anna'))
    expect(color('ann', 'Ann')).not.toBe('')
  })

  it('has the size that it is given', () => {
    const { style } = show({ personId: 'ann', name: 'Ann', size: 48 }).element
    expect([style.width, style.height]).toEqual(['48px', '48px'])
  })

  it('is nothing to read aloud: the name stands beside it', () => {
    expect(show({ personId: 'ann', name: 'Ann' }).attributes('aria-hidden')).toBe('true')
  })

  it('has two letters where names are written with capitals', () => {
    expect(show({ personId: 'ann', name: 'Ann Lee' }).text()).toBe('AL')
  })

  it('shows the picture when it has come, and the letter until then', async () => {
    const avatar = mount(ChatAvatar, { props: { personId: 'ann', name: 'Ann', picture: 'https://a.test/ann.png' } })
    const picture = avatar.get('.chat-avatar__picture')
    expect(picture.attributes('src')).toBe('https://a.test/ann.png')
    expect(avatar.text()).toBe('A')
    await picture.trigger('load')
    expect(avatar.text()).toBe('')
  })

  it('falls back to the letter when the picture fails, and tries another one', async () => {
    const avatar = mount(ChatAvatar, { props: { personId: 'ann', name: 'Ann', picture: 'https://a.test/gone.png' } })
    await avatar.get('.chat-avatar__picture').trigger('error')
    expect(avatar.find('.chat-avatar__picture').exists()).toBe(false)
    expect(avatar.text()).toBe('A')
    await avatar.setProps({ picture: 'https://a.test/new.png' })
    expect(avatar.get('.chat-avatar__picture').attributes('src')).toBe('https://a.test/new.png')
  })

  it.each(['javascript:alert(1)', 'data:image/svg+xml,<svg/>', 'file:///etc/passwd', '//a.test/x.png', ''])(
    'loads nothing from %j', (picture) => {
      expect(show({ personId: 'ann', name: 'Ann', picture }).find('.chat-avatar__picture').exists()).toBe(false)
    })

  it('has a dot while its person is there', () => {
    expect(show({ personId: 'ann', name: 'Ann' }).find('.chat-avatar__dot').exists()).toBe(false)
    expect(show({ personId: 'ann', name: 'Ann', online: true }).find('.chat-avatar__dot').exists()).toBe(true)
  })

  it('shows a name of markup as a letter', () => {
    const avatar = show({ personId: 'x', name: '<img src=x onerror=alert(1)>' })
    expect(avatar.text()).toBe('<')
    expect(avatar.element.children).toHaveLength(0)
  })
})
