import { describe, expect, it } from 'vitest'
import { BLOCK, useWindow } from '../../../components/chat-conversations/use-window'
import type { Conversation } from '../../../src/model/conversation'
import { makeConversation } from '../../helpers/fixtures'

const many = (count: number): readonly Conversation[] =>
  Array.from({ length: count }, (_, index) => makeConversation({ id: `c${index}` }))

function open(conversations: readonly Conversation[]) {
  const window = useWindow()
  window.moved({ top: 0, height: 720, row: 72 })
  window.update(conversations)
  const rows = (): string[] => window.drawn.value.blocks.flatMap(({ rows }) => rows.value.map(({ id }) => id))
  const height = (): number => {
    const { above, below } = window.drawn.value
    return above + below + rows().length * 72
  }
  return { window, rows, height }
}

/** The list with one of them at its top, as news brings it there. */
const withNews = (list: readonly Conversation[], index: number): readonly Conversation[] =>
  [{ ...list[index]! }, ...list.filter((_, at) => at !== index)]

describe('the part of a list of conversations that is drawn', () => {
  it('is what is near the screen, and keeps the room of the others', () => {
    const { window, rows, height } = open(many(5_000))
    expect(rows().length).toBeLessThan(40)
    expect(height()).toBe(5_000 * 72)
    window.moved({ top: 180_000, height: 720, row: 72 })
    expect(rows()).toContain('c2500')
    expect(rows()).toContain('c2510')
    expect(rows().length).toBeLessThan(50)
    expect(height()).toBe(5_000 * 72)
    window.moved({ top: 5_000 * 72 - 720, height: 720, row: 72 })
    expect(rows().at(-1)).toBe('c4999')
    expect(height()).toBe(5_000 * 72)
  })

  it('is all of a few, and nothing of none', () => {
    const { window, rows } = open(many(3))
    expect(rows()).toEqual(['c0', 'c1', 'c2'])
    window.update([])
    expect(rows()).toEqual([])
    expect(window.drawn.value).toEqual({ above: 0, below: 0, blocks: [] })
  })

  it('leaves all but the changed block as it was', () => {
    const list = many(100)
    const { window } = open(list)
    const before = window.drawn.value
    const values = before.blocks.map(({ rows }) => rows.value)
    window.update(list.map((one, index) => (index === BLOCK + 1 ? { ...one, unread: 1 } : one)))
    expect(window.drawn.value).toBe(before)
    expect(before.blocks.map(({ rows }, index) => rows.value === values[index]).indexOf(false)).toBe(1)
    expect(before.blocks.filter(({ rows }, index) => rows.value !== values[index])).toHaveLength(1)
  })

  it('stays at the top for who is there', () => {
    const list = many(100)
    const { window, rows } = open(list)
    expect(window.update(withNews(list, 50))).toBeNull()
    expect(rows()[0]).toBe('c50')
  })

  it('says where to scroll to, so that the line being read stays', () => {
    const list = many(100)
    const { window } = open(list)
    window.moved({ top: 1_440, height: 720, row: 72 })
    // From below the screen to the top: all that is read stands one further down.
    expect(window.update(withNews(list, 60))).toBe(1_512)
    // From above it: nothing moved.
    expect(window.update(withNews(window.all, 5))).toBeNull()
    // The first line itself has news: the next one stays.
    expect(window.update(withNews(window.all, 21))).toBeNull()
  })

  it('follows another height of its rows', () => {
    const { window, height } = open(many(100))
    window.moved({ top: 0, height: 720, row: 116 })
    const { above, below, blocks } = window.drawn.value
    expect(above + below + blocks.length * BLOCK * 116).toBe(100 * 116)
    expect(height()).not.toBe(100 * 116)
  })
})
