import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatEmoji from '../../../components/chat-emoji/chat-emoji.vue'
import { isH5 } from '../../helpers/target'

function show(props: InstanceType<typeof ChatEmoji>['$props'] = {}) {
  const panel = mount(ChatEmoji, { props, attachTo: document.body })
  return {
    panel,
    cells: () => panel.findAll('.chat-emoji__cell').map(cell => cell.text()),
    button: (label: string) => panel.get(`.chat-emoji__key[aria-label="${label}"]`),
    async search(text: string) {
      const field = panel.get<HTMLInputElement>('input').element
      field.value = text
      field.dispatchEvent(isH5 ? new Event('input') : new CustomEvent('input', { detail: { value: text } }))
      await panel.vm.$nextTick()
    },
  }
}

describe('the panel of emoji', () => {
  it('begins with faces, and gives what is tapped', async () => {
    const { panel, cells } = show()
    expect(cells()[0]).toBe('😀')
    await panel.get('.chat-emoji__cell').trigger('tap')
    expect(panel.emitted('insert')).toEqual([['😀']])
  })

  it('begins with what was used last, which stays in its place while it is open', async () => {
    const { panel, cells, button } = show({ recents: ['👋🏿', '🌹', '🏳️‍🌈'] })
    expect(cells()).toEqual(['👋🏿', '🌹', '🏳️‍🌈'])
    expect(panel.findAll('.chat-emoji__cell').map(cell => cell.attributes('aria-label')))
      .toEqual(['waving hand', 'rose', '🏳️‍🌈'])
    await panel.setProps({ recents: ['🌹', '👋🏿', '🏳️‍🌈'] })
    expect(cells()).toEqual(['👋🏿', '🌹', '🏳️‍🌈'])
    await button('Food and drink').trigger('tap')
    expect(cells()).toContain('🍎')
    expect(button('Food and drink').attributes('aria-pressed')).toBe('true')
  })

  it('shows hands in the tone that was chosen', async () => {
    const { panel, cells, button } = show({ tone: 3 })
    await button('People').trigger('tap')
    expect(cells()[0]).toBe('👋🏽')
    await button('Medium skin tone').trigger('tap')
    await button('Dark skin tone').trigger('tap')
    expect(panel.emitted('tone')).toEqual([[5]])
    await panel.setProps({ tone: 5 })
    expect(cells()[0]).toBe('👋🏿')
  })

  it('finds by name, says when there is none, and goes back to the groups', async () => {
    const { panel, cells, search, button } = show()
    await search('rose')
    expect(cells()).toEqual(['🌹'])
    await search('没有这样的')
    expect(panel.get('[role=status]').text()).toBe('No emoji found')
    await button('Symbols').trigger('tap')
    expect(cells()).toContain('✅')
  })

  it('is a grid of one cell that Tab leads to', () => {
    const { panel } = show()
    expect(panel.findAll('[role=grid] [role=row]').length).toBeGreaterThan(1)
    expect(panel.findAll('[role=gridcell][tabindex="0"]')).toHaveLength(1)
  })

  it('takes away what stands before the cursor', async () => {
    const { panel, button } = show()
    await button('Delete the last character').trigger('tap')
    expect(panel.emitted('remove')).toHaveLength(1)
  })
})
