import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatMosaic from '../../../components/chat-mosaic/chat-mosaic.vue'

const people = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `p${index}`, name: `P${index}` }))

function rows(count: number, size = 48): number[] {
  const mosaic = mount(ChatMosaic, { props: { groupId: 'g', title: 'Group', people: people(count), size } })
  return mosaic.findAll('.chat-mosaic__row').map(row => row.findAll('.chat-avatar').length)
}

describe('a group\'s picture', () => {
  it.each([
    [2, [2]], [3, [1, 2]], [4, [2, 2]], [5, [2, 3]], [6, [3, 3]], [7, [1, 3, 3]], [8, [2, 3, 3]], [9, [3, 3, 3]],
    [5_000, [3, 3, 3]],
  ])('of %d members has rows of %j', (count, expected) => {
    expect(rows(count)).toEqual(expected)
  })

  it('has four in small', () => {
    expect(rows(9, 36)).toEqual([2, 2])
  })

  it('is the title\'s letter as long as nobody is known', () => {
    const mosaic = mount(ChatMosaic, { props: { groupId: 'g', title: 'Picnic' } })
    expect(mosaic.text()).toBe('P')
    expect(mosaic.find('.chat-mosaic').exists()).toBe(false)
  })

  it('holds in its size', () => {
    for (const [count, size] of [[4, 36], [9, 48], [9, 72], [4, 48]] as const) {
      const mosaic = mount(ChatMosaic, { props: { groupId: 'g', title: 'G', people: people(count), size } })
      const row = mosaic.findAll<HTMLElement>('.chat-mosaic__row')[0]?.findAll<HTMLElement>('.chat-avatar') ?? []
      const width = row.reduce((sum, { element }) => sum + Number.parseInt(element.style.width), 0)
      expect(width + (row.length - 1) * 2).toBeLessThanOrEqual(size)
    }
  })

  it('is nothing to read aloud', () => {
    const mosaic = mount(ChatMosaic, { props: { groupId: 'g', title: 'Group', people: people(3) } })
    expect(mosaic.get('.chat-mosaic').attributes('aria-hidden')).toBe('true')
  })
})
