import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ChatSearch from '../../../components/chat-search/chat-search.vue'
import { bob, cem, makeConversation, makeEntry, noon, text } from '../../helpers/fixtures'
import { isH5 } from '../../helpers/target'

beforeEach(() => { vi.useFakeTimers({ now: noon }) })
afterEach(() => { vi.useRealTimers() })

const conversations = [
  makeConversation({ id: 'train', title: 'Train spotters' }),
  makeConversation({ id: 'bob', kind: 'direct', title: 'Bob', peer: bob }),
  ...Array.from({ length: 60 }, (_, index) => makeConversation({ id: `m${index}`, title: `Many ${index}` })),
]

function show(props: object = {}) {
  const given = { conversations, people: [bob, cem], searchesMessages: true, now: noon }
  return mount(ChatSearch, { props: { ...given, ...props } })
}

async function type(search: VueWrapper, value: string): Promise<void> {
  const { element } = search.get<HTMLInputElement>('input')
  element.value = value
  element.dispatchEvent(isH5 ? new Event('input') : new CustomEvent('input', { detail: { value } }))
  await search.vm.$nextTick()
}

const hits = (search: VueWrapper): string[] => search.findAll('.chat-hit__title').map(title => title.text())

describe('the search', () => {
  it('says what it is for, and finds nothing before something is typed', async () => {
    const search = show()
    expect(search.text()).toContain('Search chats, people and messages')
    expect(show({ searchesMessages: false }).text()).toContain('Search chats and people')
    await type(search, '   ')
    expect(hits(search)).toEqual([])
    expect(search.text()).not.toContain('Nothing found')
  })

  it('finds conversations and people at once, those one talks to among the conversations only', async () => {
    const search = show()
    await type(search, 'b')
    expect(hits(search)).toEqual(['Bob'])
    await type(search, 'ce')
    expect(hits(search)).toEqual(['Cem'])
    await search.get('.chat-hit').trigger('tap')
    expect(search.emitted('meet')).toEqual([[cem]])
  })

  it('marks what was looked for, and opens what is chosen', async () => {
    const search = show()
    await type(search, 'train')
    expect(search.get('.chat-hit__word').text()).toBe('Train')
    await search.get('.chat-hit').trigger('keydown', { key: 'Enter' })
    expect(search.emitted('open')).toEqual([[conversations[0]]])
  })

  it('shows some of many, and more of them', async () => {
    const search = show()
    await type(search, 'many')
    expect(hits(search)).toHaveLength(5)
    expect(search.get('.chat-search__more').text()).toContain('55')
    await search.get('.chat-search__more').trigger('tap')
    expect(hits(search)).toHaveLength(55)
  })

  it('asks for messages once nothing is typed for a moment, and at once by Enter', async () => {
    const search = show()
    await type(search, 'tr')
    vi.advanceTimersByTime(200)
    await type(search, 'train ')
    vi.advanceTimersByTime(299)
    expect(search.emitted('search')).toEqual([[''], ['']])
    expect(search.text()).toContain('Loading')
    vi.advanceTimersByTime(1)
    expect(search.emitted('search')).toEqual([[''], [''], ['train']])
    await type(search, 'other')
    await search.get('input').trigger(isH5 ? 'keydown' : 'confirm', { key: 'Enter' })
    expect(search.emitted('search')?.at(-1)).toEqual(['other'])
    vi.advanceTimersByTime(1_000)
    expect(search.emitted('search')).toHaveLength(5)
  })

  it('asks for none where the server can\'t find them', async () => {
    const search = show({ searchesMessages: false })
    await type(search, 'train')
    vi.advanceTimersByTime(1_000)
    expect(search.emitted('search')).toEqual([['']])
    await type(search, 'nobody')
    expect(search.text()).toContain('Nothing found for “nobody”')
  })

  it('shows messages with where, who, when, and leads to them', async () => {
    const entry = makeEntry(7, { at: noon - 86_400_000, content: text('we take the early train') })
    const search = show({ found: [{ conversation: conversations[0], entry }] })
    await type(search, 'early')
    const hit = search.get('.chat-hit')
    expect(hit.get('.chat-hit__title').text()).toBe('Train spotters')
    expect(hit.get('.chat-hit__line').text()).toBe('Bob: we take the early train')
    expect(hit.get('.chat-hit__word').text()).toBe('early')
    expect(hit.get('.chat-hit__time').text()).toBe('Yesterday')
    await hit.trigger('tap')
    expect(search.emitted('open')).toEqual([[conversations[0], 7]])
  })

  it('says when nothing was found, when it failed, and that there is more', async () => {
    const search = show()
    await type(search, 'zzz')
    vi.advanceTimersByTime(300)
    await search.setProps({ state: 'loading' })
    expect(search.text()).toContain('Loading')
    expect(search.text()).not.toContain('Nothing found')
    await search.setProps({ state: 'ready' })
    expect(search.text()).toContain('Nothing found for “zzz”')
    await search.setProps({ state: 'failed' })
    expect(search.text()).toContain('Couldn’t load')
    await search.get('.chat-search__more').trigger('tap')
    await search.setProps({ state: 'ready', more: true })
    await search.get('.chat-search__more').trigger('keydown', { key: 'Enter' })
    expect(search.emitted('more')).toHaveLength(2)
  })

  it('is left by its button, and on H5 by Escape', async () => {
    const search = show()
    await search.get('.chat-search__cancel').trigger('tap')
    if (isH5) await search.get('input').trigger('keydown', { key: 'Escape' })
    expect(search.emitted('close')).toHaveLength(isH5 ? 2 : 1)
  })
})
