import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import ChatComposer from '../../../components/chat-composer/chat-composer.vue'
import type { Person } from '../../../src/model/person'
import { isH5 } from '../../helpers/target'
import { hardTexts } from '../../helpers/texts'
import { press, shown, submit, write, written } from '../../helpers/typing'

type Props = InstanceType<typeof ChatComposer>['$props']

function show(props: Props = {}) {
  const composer = mount(ChatComposer, { props, attachTo: document.body })
  return { composer, send: () => composer.find('.chat-composer__send') }
}

describe('the composer', () => {
  it('sends what is written by its button, and is empty then', async () => {
    const { composer, send } = show()
    expect(send().exists()).toBe(false)
    await write(composer, 'hello')
    expect(send().attributes('aria-disabled')).toBe('false')
    await send().trigger('tap')
    expect(composer.emitted('send')).toEqual([['hello', {}]])
    await composer.vm.$nextTick()
    expect(written(composer)).toBe('')
    expect(send().exists()).toBe(false)
  })

  it('sends by the field\'s own key', async () => {
    const { composer } = show()
    await write(composer, 'hello')
    await submit(composer)
    expect(composer.emitted('send')).toEqual([['hello', {}]])
    expect(written(composer)).toBe('')
  })

  it('sends once, however often it is tapped, and opens no panel by that', async () => {
    // As fast as one taps twice.
    vi.useFakeTimers({ toFake: ['Date'] })
    const { composer, send } = show()
    await write(composer, 'hello')
    const button = send()
    await Promise.all([button.trigger('tap'), button.trigger('tap'), button.trigger('tap')])
    await composer.get('.chat-composer__more').trigger('tap')
    expect(composer.emitted('send')).toHaveLength(1)
    expect(composer.find('.chat-more').exists()).toBe(false)
  })

  it('sends the same text twice when it is written twice', async () => {
    const { composer, send } = show()
    for (let times = 0; times < 2; times++) {
      await write(composer, 'again')
      await send().trigger('tap')
      await composer.vm.$nextTick()
      expect(written(composer)).toBe('')
    }
    expect(composer.emitted('send')).toEqual([['again', {}], ['again', {}]])
  })

  it.each(['', ' ', '\n\n', '\t \n'])('doesn\'t send %j: that is nothing', async (text) => {
    const { composer, send } = show({ actions: [] })
    await write(composer, text)
    expect(send().attributes('aria-disabled')).toBe('true')
    await send().trigger('tap')
    await submit(composer)
    expect(composer.emitted('send')).toBeUndefined()
    expect(written(composer)).toBe(text)
  })

  it('doesn\'t send what is too long, says so and keeps it', async () => {
    const { composer, send } = show({ maxLength: 5 })
    await write(composer, '123456')
    expect(composer.get('[role=alert]').text()).toBe('Too long: 6 of 5 characters')
    expect(send().attributes('aria-disabled')).toBe('true')
    await send().trigger('tap')
    await submit(composer)
    expect(composer.emitted('send')).toBeUndefined()
    expect(written(composer)).toBe('123456')
    await write(composer, '12345')
    expect(composer.find('[role=alert]').exists()).toBe(false)
    await send().trigger('tap')
    expect(composer.emitted('send')).toEqual([['12345', {}]])
  })

  it('counts when the limit is near', async () => {
    const { composer } = show({ maxLength: 2000 })
    await write(composer, 'x'.repeat(1799))
    expect(composer.find('.chat-composer__count').exists()).toBe(false)
    await write(composer, 'x'.repeat(1800))
    expect(composer.get('.chat-composer__count').text()).toBe('1800 of 2000 characters')
  })

  it('counts as the server does: in UTF-16 code units', async () => {
    const { composer } = show({ maxLength: 5 })
    await write(composer, '👋👋👋')
    expect(composer.find('[role=alert]').exists()).toBe(true)
  })

  it('has no limit as long as none is known', async () => {
    const { composer, send } = show()
    await write(composer, 'x'.repeat(100_000))
    await send().trigger('tap')
    expect(composer.emitted('send')).toHaveLength(1)
  })

  it.each(Object.entries(hardTexts))('sends %s as it is', async (_name, text) => {
    const { composer, send } = show()
    await write(composer, text)
    await send().trigger('tap')
    expect(composer.emitted('send')).toEqual([[text, {}]])
  })

  it('has a button that a keyboard can press', async () => {
    const { composer, send } = show()
    await write(composer, 'hello')
    expect(send().attributes()).toMatchObject({ 'role': 'button', 'tabindex': '0', 'aria-label': 'Send' })
    await send().trigger('keydown', { key: 'Enter' })
    expect(composer.emitted('send')).toHaveLength(1)
  })

  it('says why one can\'t write, and gives back what was written when one can', async () => {
    const { composer } = show()
    await write(composer, 'half a')
    await composer.setProps({ disabled: 'muted' })
    expect(composer.text()).toContain('You can’t write here')
    expect(composer.find('textarea').exists()).toBe(false)
    await composer.setProps({ disabled: '' })
    expect(shown(composer)).toBe('half a')
  })

  it('sends a quick reply by one tap, as long as nothing is written', async () => {
    const { composer } = show({ quickReplies: ['yes', 'no'] })
    const replies = composer.findAll('.chat-quick__text')
    expect(replies.map(reply => reply.text())).toEqual(['yes', 'no'])
    await replies[1]?.trigger('tap')
    expect(composer.emitted('quick')).toEqual([['no']])
    await write(composer, 'hm')
    expect(composer.find('.chat-quick__text').exists()).toBe(false)
  })

  it('offers what can be sent besides text: the usual, or one\'s own', async () => {
    const { composer } = show()
    await composer.get('.chat-composer__more').trigger('tap')
    const tiles = (): string[] => composer.findAll('.chat-more__tile').map(tile => tile.text())
    expect(tiles()).toEqual(['Photo', 'Camera', 'Video', 'File', 'Location', 'Contact card'])
    await composer.setProps({ actions: ['image', { name: 'order', label: 'My orders' }] })
    expect(tiles()).toEqual(['Photo', 'My orders'])
    await composer.findAll('.chat-more__tile')[1]?.trigger('tap')
    expect(composer.emitted('pick')).toEqual([['order']])
  })

  it('begins with a draft, tells what becomes of it, and takes another one', async () => {
    const draft = { text: '@Bob hi', mentions: [{ start: 0, end: 5, id: 'bob' }] }
    const { composer } = show({ draft })
    expect(shown(composer)).toBe('@Bob hi')
    await write(composer, '@Bob hi!')
    expect(composer.emitted('draft')?.at(-1)).toEqual([{ text: '@Bob hi!', mentions: draft.mentions }])
    await submit(composer)
    expect(composer.emitted('send')).toEqual([['@Bob hi!', { mentions: ['bob'] }]])
    expect(composer.emitted('draft')?.at(-1)).toEqual([{ text: '', mentions: [] }])
    await composer.setProps({ draft: { text: 'other', mentions: [] } })
    await flushPromises()
    expect(shown(composer)).toBe('other')
  })

  it('lets a message be changed, and gives back what was being written', async () => {
    const { composer } = show({ draft: { text: 'draft', mentions: [] } })
    await composer.setProps({ editing: { text: 'said' } })
    await flushPromises()
    expect(shown(composer)).toBe('said')
    expect(composer.find('.chat-composer__voice').exists()).toBe(false)
    const before = composer.emitted('draft')?.length
    await submit(composer)
    expect(composer.emitted('cancelEdit'), 'nothing has changed').toHaveLength(1)
    await write(composer, 'said better')
    await submit(composer)
    expect(composer.emitted('save')).toEqual([['said better']])
    expect(composer.emitted('send')).toBeUndefined()
    expect(composer.emitted('draft')?.length, 'a change is no draft').toBe(before)
    await composer.setProps({ editing: undefined })
    await flushPromises()
    expect(shown(composer)).toBe('draft')
  })

  it('finds people by a function, and the last answer counts', async () => {
    const asked: { query: string, answer: (people: Person[]) => void }[] = []
    const findMembers = (query: string): Promise<Person[]> =>
      new Promise(answer => asked.push({ query, answer }))
    const { composer } = show({ findMembers })
    await write(composer, '@b')
    await write(composer, '@bo')
    expect(asked.map(({ query }) => query)).toEqual(['b', 'bo'])
    asked[1]?.answer([{ id: 'bob', name: 'Bob' }])
    asked[0]?.answer([{ id: 'boa', name: 'Boa' }])
    await flushPromises()
    expect(composer.findAll('.chat-mentions__name').map(name => name.text())).toEqual(['Bob'])
    await composer.get('.chat-mentions__person').trigger('tap')
    await flushPromises()
    expect(shown(composer)).toBe('@Bob ')
    await submit(composer)
    expect(composer.emitted('send')).toEqual([['@Bob ', { mentions: ['bob'] }]])
  })

  it('changes between voice and text, and loses nothing', async () => {
    const { composer } = show({ voice: true })
    await write(composer, 'half a')
    await composer.get('.chat-composer__voice').trigger('tap')
    expect(composer.find('textarea').exists()).toBe(false)
    await composer.get('.chat-composer__voice').trigger('tap')
    expect(shown(composer)).toBe('half a')
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
    it('passes on how much the keyboard covers', async () => {
      const { composer } = show()
      const event = new CustomEvent('keyboardheightchange', { detail: { height: 300 } })
      composer.get('textarea').element.dispatchEvent(event)
      await composer.vm.$nextTick()
      expect(composer.emitted('keyboard')).toEqual([[300]])
    })
  }
})
