import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { type App, defineComponent, h, nextTick, ref } from 'vue'
import { createFileLinks, type FileLink } from '../../../src/uploads/file-links'
import { provideFileLinks, useFileLink } from '../../../store/file-links'
import { FakeClock, settle } from '../../helpers/fake-clock'

function show(resolve?: FileLink) {
  const clock = new FakeClock()
  const url = ref('https://files.test/a')
  let renew = (): void => {}
  const Picture = defineComponent({
    setup() {
      const link = useFileLink(() => url.value)
      renew = link.renew
      return () => h('img', { src: link.value })
    },
  })
  const links = resolve && createFileLinks(resolve, clock)
  const plugins = links ? [{ install: (app: App) => provideFileLinks(app, links) }] : []
  const wrapper = mount(Picture, { global: { plugins } })
  return { clock, url, links, renew: () => renew(), src: () => wrapper.get('img').attributes('src') ?? '' }
}

describe('a link to a file', () => {
  it('is the address itself without the kit', () => {
    expect(show().src()).toBe('https://files.test/a')
  })

  it('is empty until it is there, and follows the address', async () => {
    const { src, url } = show(wanted => Promise.resolve(`${wanted}?signed`))
    expect(src()).toBe('')
    await settle()
    expect(src()).toBe('https://files.test/a?signed')
    url.value = 'https://files.test/b'
    await settle()
    await nextTick()
    expect(src()).toBe('https://files.test/b?signed')
  })

  it('is another one when a picture doesn\'t load, unless it is new', async () => {
    let asked = 0
    const { src, renew, clock } = show(wanted => ({ url: `${wanted}?${asked += 1}`, expiresIn: 600_000 }))
    await settle()
    renew()
    await settle()
    expect(src()).toMatch(/\?1$/)
    clock.advance(10_000)
    renew()
    await settle()
    await nextTick()
    expect(src()).toMatch(/\?2$/)
  })

  it('is the address itself where none can be had, which fails to load', async () => {
    for (const fails of [() => Promise.reject(new Error('offline')), () => { throw new Error('broken') }]) {
      const { src } = show(fails)
      await settle()
      await nextTick()
      expect(src()).toBe('https://files.test/a')
    }
  })

  it('is at once the file that was uploaded from here, until the person leaves', async () => {
    const { src, url, links } = show(wanted => `${wanted}?signed`)
    links?.put('https://files.test/mine', 'blob:mine')
    url.value = 'https://files.test/mine'
    await nextTick()
    expect(src()).toBe('blob:mine')
    links?.clear()
    expect(links?.now('https://files.test/mine')).toBeUndefined()
  })

  it('is forgotten when there are very many', async () => {
    const links = createFileLinks(url => url, new FakeClock())
    for (let index = 0; index < 600; index++) await links.get(`u${index}`)
    expect([links.now('u99'), links.now('u100'), links.now('u599')]).toEqual([undefined, 'u100', 'u599'])
  })
})
