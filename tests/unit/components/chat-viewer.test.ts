import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import ChatForward from '../../../components/chat-forward/chat-forward.vue'
import ChatViewer from '../../../components/chat-viewer/chat-viewer.vue'
import { createGestures } from '../../../components/chat-viewer/gestures'
import { builtInKinds } from '../../../src/kinds/index'
import { registerKind } from '../../../src/model/kinds'
import { readContent } from '../../../src/model/read'
import { wireContents } from '../../helpers/kinds'

beforeAll(() => builtInKinds.forEach(registerKind))

const picture = { kind: 'image', url: 'https://a.cn/1.jpg', width: 1, height: 1 } as const
const film = { kind: 'video', url: 'https://a.cn/f.mp4', width: 1, height: 1, duration: 1 } as const
const at = (...points: [x: number, y: number][]) => points.map(([clientX, clientY]) => ({ clientX, clientY }))

describe('the viewer', () => {
  it('shows one after the other, and ends at the ends', async () => {
    const items = [picture, { ...picture, url: 'https://a.cn/2.jpg', caption: 'sea' }, film]
    const viewer = mount(ChatViewer, { props: { items, start: 1 } })
    expect(viewer.get('image').attributes('src')).toBe('https://a.cn/2.jpg')
    expect(viewer.text()).toContain('sea')
    await viewer.trigger('keydown', { key: 'ArrowRight' })
    expect(viewer.get('video').attributes('src')).toBe('https://a.cn/f.mp4')
    await viewer.trigger('keydown', { key: 'ArrowRight' })
    expect(viewer.text()).toContain('3 / 3')
    expect(viewer.find('.chat-viewer__button--next').exists()).toBe(false)
    await viewer.get('.chat-viewer__button--previous').trigger('tap')
    expect(viewer.text()).toContain('2 / 3')
    await viewer.trigger('keydown', { key: 'Escape' })
    await viewer.get('.chat-viewer__button--close').trigger('keydown', { key: 'Enter' })
    expect(viewer.emitted('close')).toHaveLength(2)
  })

  it('takes two clicks for two taps, but not those that a browser makes of taps', async () => {
    const viewer = mount(ChatViewer, { props: { items: [picture] } })
    const stage = viewer.get('.chat-viewer__stage')
    const scale = () => /scale\(([\d.]+)\)/.exec(viewer.get('.chat-viewer__lie').attributes('style') ?? '')?.[1]
    const happens = async (name: string, timeStamp: number, touches: object[] = []) => {
      const event = Object.assign(new Event(name), { touches })
      Object.defineProperty(event, 'timeStamp', { value: timeStamp })
      stage.element.dispatchEvent(event)
      await nextTick()
    }
    for (const time of [0, 150]) {
      await happens('touchstart', time, at([100, 100]))
      await happens('touchend', time + 50)
    }
    expect(scale()).toBe('2.5')
    await happens('dblclick', 210)
    expect(scale()).toBe('2.5')
    await happens('dblclick', 5_000)
    expect(scale()).toBe('1')
  })

  it('says that a picture didn\'t load, and tries again', async () => {
    const viewer = mount(ChatViewer, { props: { items: [picture] } })
    await viewer.get('image').trigger('error')
    expect(viewer.get('.chat-viewed__failed').text()).toBe('Couldn’t load. Try again')
    await viewer.get('.chat-viewed__failed').trigger('tap')
    expect(viewer.find('image').exists()).toBe(true)
  })
})

describe('fingers', () => {
  function drag(from: [number, number], to: [number, number]) {
    const gestures = createGestures()
    gestures.start(at(from))
    gestures.move(at(to))
    return gestures.end(0)
  }

  it('turn the page to the side, close it downwards, and do nothing by a little', () => {
    expect(drag([200, 300], [100, 310])).toBe('next')
    expect(drag([100, 300], [200, 290])).toBe('previous')
    expect(drag([100, 300], [110, 450])).toBe('close')
    expect(drag([100, 300], [140, 310])).toBeUndefined()
    expect(drag([100, 300], [100, 100])).toBeUndefined()
  })

  it('make larger by two, up to a bound, and then move it', () => {
    const gestures = createGestures()
    gestures.start(at([100, 100], [200, 100]))
    expect(gestures.move(at([50, 100], [250, 100])).scale).toBe(2)
    expect(gestures.move(at([-750, 100], [1_050, 100])).scale).toBe(5)
    expect(gestures.end(0)).toBeUndefined()
    gestures.start(at([100, 100]))
    expect(gestures.move(at([20, 130]))).toMatchObject({ scale: 5, x: -80, y: 30 })
    expect(gestures.end(0), 'it is moved, not turned').toBeUndefined()
  })

  it('make larger and smaller by two taps, if they come soon after each other', () => {
    const gestures = createGestures()
    const tap = (time: number): number => {
      gestures.start(at([10, 10]))
      gestures.end(time)
      return gestures.lie.scale
    }
    expect([tap(0), tap(200), tap(1_000), tap(1_100), tap(1_200), tap(1_600)]).toEqual([1, 2.5, 2.5, 1, 1, 1])
  })
})

it('a merged forward shows who said what, and tells what was tapped', async () => {
  const forward = readContent({
    kind: 'forward', title: 'T',
    items: Object.values(wireContents).map(content => ({ author: { id: 'ann', name: 'Ann' }, at: 1, content })),
  })
  if (forward.kind !== 'forward') throw new Error('it can\'t be read')
  const page = mount(ChatForward, { props: { forward } })
  expect(page.findAll('.chat-forward__item')).toHaveLength(Object.keys(wireContents).length)
  await page.get('.chat-link').trigger('tap')
  await page.get('.chat-file').trigger('tap')
  expect(page.emitted('open')).toEqual([
    [forward.items[0], { what: 'link', value: 'https://a.cn' }], [forward.items[4], { what: 'content' }],
  ])
})
