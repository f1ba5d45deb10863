import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatAvatar from '../../../components/chat-avatar/chat-avatar.vue'

function show(props: { personId: string, name: string, size?: number }) {
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

  it('shows a name of markup as a letter', () => {
    const avatar = show({ personId: 'x', name: '<img src=x onerror=alert(1)>' })
    expect(avatar.text()).toBe('<')
    expect(avatar.element.children).toHaveLength(0)
  })
})
