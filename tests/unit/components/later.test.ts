import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Component, defineComponent, h } from 'vue'
import { later, loadParts, useParts } from '../../../components/composables/later'
import { fakeUni } from '../../helpers/uni'

const Part = defineComponent({
  props: { text: { type: String, default: '' } },
  emits: ['close'],
  setup: (props, { emit }) => () => h('p', { onClick: () => emit('close') }, props.text),
})

/** A part that can't be loaded as often as is said, and then can. */
function part(failures: number, fills = false): { Later: Component, load: () => Promise<{ default: typeof Part }> } {
  const load = vi.fn(() => Promise.resolve({ default: Part }))
  for (let time = 0; time < failures; time++) load.mockRejectedValueOnce(new Error('no network'))
  return { Later: later(load, fills), load }
}

beforeEach(() => {
  fakeUni.locale = 'en'
  vi.useFakeTimers()
})

describe('a part that is loaded later', () => {
  it('is drawn as it came, with what it is given, and tells what it has to tell', async () => {
    const { Later, load } = part(0)
    const close = vi.fn()
    const page = mount(Later, { props: { text: 'one', onClose: close } })
    expect(page.text()).toBe('')
    await flushPromises()
    expect(page.html()).toBe('<p>one</p>')
    await page.setProps({ text: 'two' })
    expect(page.text()).toBe('two')
    await page.get('p').trigger('click')
    expect(close).toHaveBeenCalledOnce()
    expect(mount(Later, { props: { text: 'at once' } }).text()).toBe('at once')
    expect(load).toHaveBeenCalledOnce()
  })

  it('says that it loads, where there is room for it, if it takes long', async () => {
    const { Later } = part(1, true)
    const page = mount(Later, { props: { text: 'here' } })
    await flushPromises()
    expect(page.text()).toBe('')
    await vi.advanceTimersByTimeAsync(500)
    expect(page.text()).toBe('Loading…')
    expect(fakeUni.toasts).toEqual([])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(page.text()).toBe('here')
  })

  it('is asked for again and again while it is wanted, and no more after that', async () => {
    const { Later, load } = part(100)
    const page = mount(Later)
    await vi.advanceTimersByTimeAsync(120_000)
    const { length } = vi.mocked(load).mock.calls
    expect(length).toBeGreaterThan(5)
    expect(length).toBeLessThan(12)
    page.unmount()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(load).toHaveBeenCalledTimes(length)
  })

  it('says so once and closes, where it lies over a page and can\'t be had', async () => {
    const { Later } = part(3)
    const close = vi.fn()
    mount(Later, { props: { onClose: close } })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(fakeUni.toasts).toEqual(['Couldn’t load'])
    expect(close).toHaveBeenCalledOnce()
  })
})

describe('a page', () => {
  it('loads its parts when it has stood for a moment; what fails is loaded when it is wanted', async () => {
    const good = part(0)
    const bad = part(1)
    mount({ setup: () => (useParts(), () => null) })
    expect(good.load).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(good.load).toHaveBeenCalledOnce()
    expect(bad.load).toHaveBeenCalledOnce()
    expect(mount(good.Later, { props: { text: 'at once' } }).text()).toBe('at once')
    const wanted = mount(bad.Later, { props: { text: 'now' } })
    await flushPromises()
    expect(wanted.text()).toBe('now')
    await loadParts()
    expect(bad.load).toHaveBeenCalledTimes(2)
  })
})
