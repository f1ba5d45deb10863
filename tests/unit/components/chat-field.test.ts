import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatField from '../../../components/chat-field/chat-field.vue'
import { isH5 } from '../../helpers/target'
import { press, submit, write, written } from '../../helpers/typing'
import { hardTexts } from '../../helpers/texts'

function show() {
  return mount(ChatField, { props: { placeholder: 'Message' }, attachTo: document.body })
}

describe('the field', () => {
  it('tells what is written, as it is', async () => {
    const field = show()
    for (const text of Object.values(hardTexts)) await write(field, text)
    expect(field.emitted('change')).toEqual(Object.values(hardTexts).map(text => [text, text.length, false]))
  })

  it('has a placeholder that is also its name', () => {
    const area = show().get('textarea')
    expect(area.attributes()).toMatchObject({ 'placeholder': 'Message', 'aria-label': 'Message' })
  })

  it('tells when it is submitted, and keeps what is written', async () => {
    const field = show()
    await write(field, 'hello')
    await submit(field)
    expect(field.emitted('submit')).toHaveLength(1)
    expect(written(field)).toBe('hello')
  })

  it('can be emptied, again and again', async () => {
    const field = show()
    for (const text of ['one', 'two', 'two']) {
      await write(field, text)
      await field.vm.set('')
      await field.vm.$nextTick()
      expect(written(field)).toBe('')
    }
  })
})

if (isH5) {
  describe('the field, by keys', () => {
    it('is submitted by Enter, which then breaks no line', () => {
      const field = show()
      expect(press(field, 'Enter')).toBe(false)
      expect(field.emitted('submit')).toHaveLength(1)
    })

    it.each([
      ['Shift+Enter', 'Enter', { shiftKey: true }],
      ['an Enter that ends a composition', 'Enter', { isComposing: true }],
      ['the same as Safari tells it', 'Enter', { keyCode: 229 }],
      ['another key', 'a', {}],
    ])('is not submitted by %s, which the browser goes on with', (_what, key, how) => {
      const field = show()
      expect(press(field, key, how)).toBe(true)
      expect(field.emitted('submit')).toBeUndefined()
    })

    it('grows with what is written, and tells so', async () => {
      const field = show()
      const area = field.get<HTMLTextAreaElement>('textarea').element
      let lines = 1
      Object.defineProperty(area, 'scrollHeight', { get: () => lines * 24 })
      Object.defineProperty(area, 'offsetHeight', { get: () => Number.parseInt(area.style.height) || 24 })
      await write(field, 'one line')
      expect(field.emitted('resize')).toBeUndefined()
      lines = 3
      await write(field, 'three\nlines\nnow')
      expect(area.style.height).toBe('72px')
      expect(field.emitted('resize')).toHaveLength(1)
    })
  })
} else {
  describe('the field of a mini-program', () => {
    it('takes back nothing that is typed: what is bound doesn\'t follow the typing', async () => {
      const field = show()
      await write(field, 'typed')
      expect(field.get('textarea').element.getAttribute('value') ?? '').toBe('')
      expect(written(field)).toBe('typed')
    })

    it('tells how much the keyboard covers', () => {
      const field = show()
      const event = new CustomEvent('keyboardheightchange', { detail: { height: 320 } })
      field.get('textarea').element.dispatchEvent(event)
      expect(field.emitted('keyboard')).toEqual([[320]])
    })

    it('tells when it grows', () => {
      const field = show()
      field.get('textarea').element.dispatchEvent(new CustomEvent('linechange', { detail: { lineCount: 2 } }))
      expect(field.emitted('resize')).toHaveLength(1)
    })
  })
}
