import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatComposer from '../../../components/chat-composer/chat-composer.vue'
import { isH5 } from '../../helpers/target'
import { hardTexts } from '../../helpers/texts'
import { press, submit, write, written } from '../../helpers/typing'

function show(maxLength = 0) {
  const composer = mount(ChatComposer, { props: { maxLength }, attachTo: document.body })
  return { composer, button: composer.get('.chat-composer__send') }
}

describe('the composer', () => {
  it('sends what is written by its button, and is empty then', async () => {
    const { composer, button } = show()
    await write(composer, 'hello')
    expect(button.attributes('aria-disabled')).toBe('false')
    await button.trigger('tap')
    expect(composer.emitted('send')).toEqual([['hello']])
    await composer.vm.$nextTick()
    expect(written(composer)).toBe('')
    expect(button.attributes('aria-disabled')).toBe('true')
  })

  it('sends by the field\'s own key', async () => {
    const { composer } = show()
    await write(composer, 'hello')
    await submit(composer)
    expect(composer.emitted('send')).toEqual([['hello']])
    expect(written(composer)).toBe('')
  })

  it('sends once, however often it is tapped', async () => {
    const { composer, button } = show()
    await write(composer, 'hello')
    await Promise.all([button.trigger('tap'), button.trigger('tap'), button.trigger('tap')])
    expect(composer.emitted('send')).toHaveLength(1)
  })

  it('sends the same text twice when it is written twice', async () => {
    const { composer, button } = show()
    for (let times = 0; times < 2; times++) {
      await write(composer, 'again')
      await button.trigger('tap')
      await composer.vm.$nextTick()
      expect(written(composer)).toBe('')
    }
    expect(composer.emitted('send')).toEqual([['again'], ['again']])
  })

  it.each(['', ' ', '\n\n', '\t \n'])('doesn\'t send %j: that is nothing', async (text) => {
    const { composer, button } = show()
    await write(composer, text)
    expect(button.attributes('aria-disabled')).toBe('true')
    await button.trigger('tap')
    await submit(composer)
    expect(composer.emitted('send')).toBeUndefined()
    expect(written(composer)).toBe(text)
  })

  it('doesn\'t send what is too long, says so and keeps it', async () => {
    const { composer, button } = show(5)
    await write(composer, '123456')
    expect(composer.get('[role=alert]').text()).toBe('Too long: 6 of 5 characters')
    expect(button.attributes('aria-disabled')).toBe('true')
    await button.trigger('tap')
    await submit(composer)
    expect(composer.emitted('send')).toBeUndefined()
    expect(written(composer)).toBe('123456')
    await write(composer, '12345')
    expect(composer.find('[role=alert]').exists()).toBe(false)
    await button.trigger('tap')
    expect(composer.emitted('send')).toEqual([['12345']])
  })

  it('counts as the server does: in UTF-16 code units', async () => {
    const { composer } = show(5)
    await write(composer, '👋👋👋')
    expect(composer.find('[role=alert]').exists()).toBe(true)
  })

  it('has no limit as long as none is known', async () => {
    const { composer, button } = show()
    await write(composer, 'x'.repeat(100_000))
    await button.trigger('tap')
    expect(composer.emitted('send')).toHaveLength(1)
  })

  it.each(Object.entries(hardTexts))('sends %s as it is', async (_name, text) => {
    const { composer, button } = show()
    await write(composer, text)
    await button.trigger('tap')
    expect(composer.emitted('send')).toEqual([[text]])
  })

  it('has a button that a keyboard can press', async () => {
    const { composer, button } = show()
    await write(composer, 'hello')
    expect(button.attributes()).toMatchObject({ 'role': 'button', 'tabindex': '0', 'aria-label': 'Send' })
    await button.trigger('keydown', { key: 'Enter' })
    expect(composer.emitted('send')).toHaveLength(1)
  })

  if (isH5) {
    it('breaks the line by Shift+Enter and ends a composition by Enter, without sending', async () => {
      const { composer } = show()
      await write(composer, 'hello')
      press(composer, 'Enter', { shiftKey: true })
      press(composer, 'Enter', { isComposing: true })
      expect(composer.emitted('send')).toBeUndefined()
    })
  } else {
    it('passes on how much the keyboard covers', () => {
      const { composer } = show()
      const event = new CustomEvent('keyboardheightchange', { detail: { height: 300 } })
      composer.get('textarea').element.dispatchEvent(event)
      expect(composer.emitted('keyboard')).toEqual([[300]])
    })
  }
})
