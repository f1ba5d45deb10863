import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import ChatPanes from '../../../components/chat-panes/chat-panes.vue'
import { isH5 } from '../../helpers/target'
import { fakeUni } from '../../helpers/uni'

async function resize(width: number): Promise<void> {
  if (isH5) (window as unknown as { happyDOM: { setViewport(port: object): void } }).happyDOM.setViewport({ width })
  else fakeUni.resize(width)
  await nextTick()
}

function show(props: InstanceType<typeof ChatPanes>['$props'] = {}, slots: Record<string, string> = {}) {
  return mount(ChatPanes, {
    props,
    slots: {
      list: '<div class="chat-rows" tabindex="0">list</div>', room: '<textarea />', aside: '<p>more</p>', ...slots,
    } as Record<'list' | 'room' | 'aside' | 'empty', string>,
    attachTo: document.body,
  })
}

/** What can be seen, in order. */
const seen = (panes: ReturnType<typeof show>) => ['list', 'room', 'aside'].filter((name) => {
  const pane = panes.find(`.chat-panes__${name}`)
  return pane.exists() && (pane.element as HTMLElement).style.display !== 'none'
})

beforeEach(() => resize(390))

describe('panes', () => {
  it('are one on a phone: the list, or the room that is open', async () => {
    const panes = show()
    expect(seen(panes)).toEqual(['list'])
    await panes.setProps({ open: 'general' })
    expect(seen(panes)).toEqual(['room'])
    expect(panes.find('.chat-rows').exists(), 'the list stays where it was').toBe(true)
    await panes.setProps({ open: '' })
    expect(seen(panes)).toEqual(['list'])
  })

  it('are two where there is room for them, and follow the width', async () => {
    const panes = show({ open: 'general' })
    await resize(899)
    expect(seen(panes)).toEqual(['room'])
    await resize(900)
    expect(seen(panes)).toEqual(['list', 'room'])
    expect(panes.find('textarea').exists()).toBe(true)
    await resize(390)
    expect(seen(panes)).toEqual(['room'])
  })

  it('say that none is open, in the kit\'s words or in one\'s own', async () => {
    await resize(1_024)
    const panes = show()
    expect(panes.get('.chat-panes__room').text()).toBe('Choose a conversation')
    expect(panes.find('textarea').exists()).toBe(false)
    panes.unmount()
    expect(show({}, { empty: 'pick one' }).get('.chat-panes__room').text()).toBe('pick one')
  })

  it('have a third one for more about the room, which can be closed', async () => {
    await resize(1_024)
    const panes = show({ aside: 'Details' })
    expect(seen(panes), 'nothing is open').toEqual(['list', 'room'])
    await panes.setProps({ open: 'general' })
    expect(seen(panes)).toEqual(['list', 'room', 'aside'])
    expect(panes.get('.chat-panes__aside').attributes('aria-label')).toBe('Details')
    await panes.get('.chat-panes__close').trigger('tap')
    expect(panes.emitted('closeAside')).toHaveLength(1)
  })

  it('ask the window nothing any more once they are gone', async () => {
    const panes = show()
    panes.unmount()
    await resize(1_024)
    expect(fakeUni.resized.all.size).toBe(0)
  })
})

if (isH5) {
  it('are gone through by F6, and whoever chooses a conversation can write', async () => {
    await resize(1_024)
    const panes = show({ aside: 'Details' })
    await panes.setProps({ open: 'general' })
    await nextTick()
    expect(document.activeElement?.tagName).toBe('TEXTAREA')
    const press = async (key: string, shiftKey = false): Promise<string | undefined> => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true }))
      await nextTick()
      return document.activeElement?.className
    }
    expect(await press('F6')).toBe('chat-panes__close')
    expect(await press('F6')).toBe('chat-rows')
    expect(await press('F6', true)).toBe('chat-panes__close')
    await press('Escape')
    expect(panes.emitted('closeAside')).toHaveLength(1)
    expect(await press('F6', true)).toBe('')
  })
}
