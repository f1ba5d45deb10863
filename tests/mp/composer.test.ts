/** The composer of the built mini-program (`tests/composer-app`), in the harness: panel, emoji, mentions, bars. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../helpers/list-app'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'

interface Controls {
  events: [string, ...unknown[]][]
  people: { id: string, name: string }[]
  set(props: object): void
  speak(locale: 'en'): void
}

let app: MiniProgram
let page: MiniPage
let controls: Controls

beforeAll(async () => {
  app = startMiniProgram(await buildApp('composer-app', 'mp-weixin'))
  page = await app.open('pages/composer/composer')
  controls = (app.app as { globalData: { composer: Controls } }).globalData.composer
  controls.speak('en')
  await page.settle()
}, 120_000)

afterAll(() => app.stop())

/** What was told under a name. */
const told = (name: string): unknown[][] => controls.events.filter(([one]) => one === name).map(([, ...all]) => all)
/** What the template gives the field. */
const field = (): unknown => page.attr('wx-textarea', 'value')
/** A button by what it is called. */
const button = (label: string): Element | undefined =>
  page.findAll('.chat-key, .chat-emoji__key, .chat-emoji__cell').find(one => page.attr(one, 'aria-label') === label)

async function tap(label: string): Promise<void> {
  const found = button(label)
  if (!found) throw new Error(`no ${label}: ${page.html()}`)
  await page.tap(found)
}

describe('the composer on a mini-program', () => {
  it('has a panel as high as the keyboard was, which goes when that comes', async () => {
    const height = (): string => page.find('.chat-composer__panel')?.getAttribute('style') ?? ''
    await tap('Emoji')
    expect(height()).toContain('292px')
    await page.event('wx-textarea', 'keyboardheightchange', { height: 310 })
    expect(page.find('.chat-emoji')).toBeUndefined()
    expect(height()).toContain('0px')
    expect(told('keyboard')).toEqual([[310]])
    await tap('More')
    expect(height()).toContain('310px')
    expect(told('keyboard')).toEqual([[310], [0]])
    await page.event('wx-textarea', 'keyboardheightchange', { height: 0 })
    expect(height()).toContain('310px')
    await page.tap(page.findAll('.chat-more__tile')[2] ?? '')
    expect(told('pick')).toEqual([['video']])
  })

  it('puts emoji in at the cursor, and takes them out whole', async () => {
    await page.input('wx-textarea', 'ab', 1)
    await tap('Emoji')
    await page.tap(page.findAll('.chat-emoji__cell')[0] ?? '.chat-emoji__cell')
    expect(field()).toBe('a😀b')
    expect(page.attr('wx-textarea', 'cursor')).toBe('a😀'.length)
    await tap('People')
    await tap('waving hand')
    expect(field()).toBe('a😀👋b')
    await tap('Delete the last character')
    await tap('Delete the last character')
    expect(field()).toBe('ab')
    await page.tap('.chat-composer__send')
    expect(told('send')).toEqual([['ab', {}]])
    expect(field()).toBe('')
  })

  it('mentions people, as one piece', async () => {
    controls.set({ members: controls.people, mayMentionAll: true })
    await page.settle()
    await page.input('wx-textarea', '你好@')
    expect(page.findAll('.chat-mentions__person')).toHaveLength(9)
    await page.input('wx-textarea', '你好@小')
    const found = page.findAll('.chat-mentions__person')
    expect(found.map(one => one.querySelector('.chat-mentions__name')?.textContent)).toEqual(['小林'])
    await page.tap(found[0] ?? '')
    expect(field()).toBe('你好@小林 ')
    await page.input('wx-textarea', '你好@小林 再见')
    await page.tap('.chat-composer__send')
    expect(told('send').at(-1)).toEqual(['你好@小林 再见', { mentions: ['p2'] }])

    await page.input('wx-textarea', '@a')
    await page.tap(page.findAll('.chat-mentions__person')[0] ?? '')
    expect(field()).toBe('@Ada Lovelace ')
    await page.input('wx-textarea', '@Ada Lovelace')
    expect(field()).toBe('')
  })

  it('shows what a text answers and what it changes, and begins with a draft', async () => {
    controls.set({ quote: { author: 'Ada', summary: 'what she said' } })
    await page.waitForText('what she said')
    controls.set({ editing: { text: 'mine' } })
    await page.waitFor(() => field() === 'mine', 'the text to change')
    await page.input('wx-textarea', 'mine!')
    await page.tap('.chat-composer__send')
    expect(told('save')).toEqual([['mine!']])
    const draft = { text: '@Ada hi', mentions: [{ start: 0, end: 5, id: 'p0' }] }
    controls.set({ editing: undefined, quote: undefined, draft })
    await page.waitFor(() => field() === '@Ada hi', 'the draft')
    await page.tap('.chat-composer__send')
    expect(told('send').at(-1)).toEqual(['@Ada hi', { mentions: ['p0'] }])
  })

  it('logged no error', () => {
    expect(app.errors).toEqual([])
  })
})
