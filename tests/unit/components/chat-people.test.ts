import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatPeople from '../../../components/chat-people/chat-people.vue'
import { isH5 } from '../../helpers/target'

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ person: { id: `p${index}`, name: `Person ${index}` } }))

function show(props: InstanceType<typeof ChatPeople>['$props']) {
  const list = mount(ChatPeople, { props })
  return {
    list,
    names: () => list.findAll('.chat-people__name').map(name => name.text()),
    row: (name: string) => {
      const found = list.findAll('.chat-people__row').find(row => row.get('.chat-people__name').text() === name)
      if (!found) throw new Error(`there is no ${name}`)
      return found
    },
    async search(text: string) {
      const field = list.get<HTMLInputElement>('input').element
      field.value = text
      field.dispatchEvent(isH5 ? new Event('input') : new CustomEvent('input', { detail: { value: text } }))
      await list.vm.$nextTick()
      await list.vm.$nextTick()
    },
    async scroll(scrollTop: number) {
      list.get('.chat-people__area').element.dispatchEvent(new CustomEvent('scroll', { detail: { scrollTop } }))
      await list.vm.$nextTick()
    },
  }
}

describe('a list of people', () => {
  it('tells who was tapped, also by the keyboard', async () => {
    const { list, row } = show({ people: rows(3) })
    await row('Person 1').trigger('tap')
    await row('Person 2').trigger('keydown', { key: 'Enter' })
    expect(list.emitted('select')).toEqual([[{ id: 'p1', name: 'Person 1' }], [{ id: 'p2', name: 'Person 2' }]])
  })

  it('shows what stands beside and below a name', () => {
    const { list } = show({
      people: [{ person: { id: 'a', name: 'Ann' }, note: 'Owner', line: 'online', online: true }],
    })
    expect(list.get('.chat-people__note').text()).toBe('Owner')
    expect(list.get('.chat-people__line').text()).toBe('online')
    expect(list.find('.chat-avatar__dot').exists()).toBe(true)
  })

  it('draws those near the screen, of 5,000', async () => {
    const { list, names, scroll } = show({ people: rows(5_000) })
    expect(names().length).toBeLessThan(60)
    expect(names()[0]).toBe('Person 0')
    await scroll(56 * 2_500)
    expect(names()).toContain('Person 2500')
    expect(names()).toContain('Person 2520')
    expect(names().length).toBeLessThan(60)
    await scroll(56 * 4_990)
    expect(names().at(-1)).toBe('Person 4999')
    const { height, paddingTop } = list.get<HTMLElement>('.chat-people__room').element.style
    expect(height).toBe(`${56 * 5_000}px`)
    expect(Number.parseInt(paddingTop)).toBeLessThanOrEqual(56 * 4_990)
  })

  it('finds by a part of the name, in whatever case', async () => {
    const { names, search } = show({ people: rows(5_000) })
    await search(' pERSON 499')
    expect(names()).toEqual([499, ...Array.from({ length: 10 }, (_, index) => 4_990 + index)].map(n => `Person ${n}`))
    await search('nobody')
    expect(names()).toEqual([])
  })

  it('says that nobody was found, and the field is emptied by its button', async () => {
    const { list, names, search } = show({ people: rows(3) })
    await search('x')
    expect(list.get('.chat-notice').text()).toBe('Nobody found')
    await list.get('[aria-label="Clear"]').trigger('tap')
    expect(names()).toHaveLength(3)
  })

  it('asks for more near its end, and as long as somebody is searched for', async () => {
    const { list, search } = show({ people: rows(200), hasMore: true })
    list.get('.chat-people__area').element.dispatchEvent(new CustomEvent('scrolltolower'))
    expect(list.emitted('more')).toHaveLength(1)
    await search('Person 399')
    expect(list.emitted('more')).toHaveLength(2)
    expect(list.get('.chat-notice').text()).toBe('Loading…')
    await list.setProps({ people: rows(400), state: 'loading' })
    expect(list.emitted('more')).toHaveLength(2)
    await list.setProps({ state: 'ready', hasMore: false })
    expect(list.emitted('more')).toHaveLength(2)
    expect(list.get('.chat-people__name').text()).toBe('Person 399')
  })

  it('says that it loads, that nobody is there, that it failed', async () => {
    const { list } = show({ people: [], state: 'loading' })
    expect(list.get('.chat-notice').text()).toBe('Loading…')
    await list.setProps({ state: 'ready' })
    expect(list.get('.chat-notice').text()).toBe('Nobody here yet')
    await list.setProps({ state: 'failed' })
    await list.get('button').trigger('tap')
    expect(list.emitted('reload')).toHaveLength(1)
    await list.setProps({ people: rows(2) })
    await list.get('.chat-people__foot').trigger('tap')
    expect(list.emitted('reload')).toHaveLength(2)
  })
})

describe('a list to pick people from', () => {
  it('picks and gives back', async () => {
    const { list, row } = show({ people: rows(3), picked: ['p1'] })
    expect(row('Person 1').attributes()).toMatchObject({ 'role': 'checkbox', 'aria-checked': 'true' })
    await row('Person 0').trigger('tap')
    await row('Person 1').trigger('keydown', { key: ' ' })
    expect(list.emitted('pick')).toEqual([[['p1', 'p0']], [[]]])
    expect(list.emitted('select')).toBeUndefined()
  })

  it('leaves those alone who are there already', async () => {
    const { list, row } = show({ people: rows(3), picked: [], taken: ['p2'] })
    expect(row('Person 2').attributes()).toMatchObject({ 'aria-checked': 'true', 'aria-disabled': 'true' })
    await row('Person 2').trigger('tap')
    expect(list.emitted('pick')).toBeUndefined()
  })
})
