import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../../src/platform/clock'
import { choose } from '../../../../src/platform/dialogs'
import { watchKeyboard } from '../../../../src/platform/keyboard'
import { measureScroller } from '../../../../src/platform/measure'
import { uniPlatform } from '../../../../src/platform/uni'
import { watchVisible } from '../../../../src/platform/visible'
import { isH5 } from '../../../helpers/target'
import { fakeUni } from '../../../helpers/uni'

describe('a socket', () => {
  it('is a task, not a promise of one', () => {
    const task = uniPlatform.connectSocket({ url: 'wss://chat.test/v1/ws', protocols: ['chat'] })
    expect(fakeUni.sockets).toEqual([task])
    expect(fakeUni.sockets[0]).toMatchObject({ url: 'wss://chat.test/v1/ws', protocols: ['chat'] })
  })
})

describe('the app\'s life', () => {
  let told: string[]
  let stop: () => void

  beforeEach(() => {
    told = []
    stop = uniPlatform.watchLifecycle({
      wake: () => told.push('wake'), sleep: () => told.push('sleep'), offline: () => told.push('offline'),
    })
  })

  afterEach(() => stop())

  it('is woken by a network that comes back, and is told when it goes', () => {
    fakeUni.network.tell({ isConnected: false })
    fakeUni.network.tell({ isConnected: true })
    expect(told).toEqual(['offline', 'wake'])
  })

  it('is not listened to any more once that is ended', () => {
    stop()
    fakeUni.network.tell({ isConnected: true })
    fakeUni.shown.tell()
    fakeUni.hidden.tell()
    document.dispatchEvent(new Event('visibilitychange'))
    expect(told).toEqual([])
    expect([fakeUni.network, fakeUni.shown, fakeUni.hidden].map(({ all }) => all.size)).toEqual([0, 0, 0])
  })

  if (isH5) it('goes on in a background tab, and wakes when that is in front again', () => {
    const visibility = vi.spyOn(document, 'visibilityState', 'get')
    visibility.mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(told).toEqual([])
    visibility.mockReturnValue('visible')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(told).toEqual(['wake'])
  })

  if (isH5) it('sleeps in the cache of pages, and wakes when it comes out of it', () => {
    const say = (type: string, persisted: boolean): void => {
      window.dispatchEvent(Object.assign(new Event(type), { persisted }))
    }
    say('pageshow', false)
    say('pagehide', false)
    expect(told).toEqual([])
    say('pagehide', true)
    say('pageshow', true)
    expect(told).toEqual(['sleep', 'wake'])
  })

  if (!isH5) it('sleeps in the background, and wakes in front', () => {
    fakeUni.hidden.tell()
    fakeUni.shown.tell()
    expect(told).toEqual(['sleep', 'wake'])
  })
})

describe('the clock', () => {
  it('doesn\'t fire at once when it is set to more than a timer can hold', () => {
    vi.useFakeTimers()
    const called = vi.fn()
    const timer = systemClock.setTimeout(called, Number.MAX_SAFE_INTEGER)
    vi.advanceTimersByTime(86_400_000)
    expect(called).not.toHaveBeenCalled()
    systemClock.clearTimeout(timer)
  })
})

describe('what only some platforms know', () => {
  it('the language is uni-app\'s', () => {
    fakeUni.locale = 'zh-Hans'
    expect(uniPlatform.language()).toBe('zh-Hans')
  })

  it('a choice is the index of what was tapped, or null', async () => {
    fakeUni.choice = 1
    expect(await choose(['one', 'two'])).toBe(1)
    fakeUni.choice = null
    expect(await choose(['one', 'two'])).toBeNull()
    expect(fakeUni.sheets).toEqual([['one', 'two'], ['one', 'two']])
  })

  it('a scroll-view that isn\'t on screen has no measures', async () => {
    expect(await measureScroller(null, '.list')).toBeNull()
    fakeUni.measured = { scrollTop: 10, scrollHeight: 900, height: 300 }
    expect(await measureScroller(null, '.list')).toEqual({ scrollTop: 10, scrollHeight: 900, height: 300 })
    expect(fakeUni.selectors).toEqual(['.list', '.list'])
  })

  it('whether the app is on screen is told until that is ended', () => {
    const told: boolean[] = []
    const stop = watchVisible(visible => told.push(visible))
    fakeUni.hidden.tell()
    fakeUni.shown.tell()
    stop()
    fakeUni.hidden.tell()
    expect(told).toEqual([false, true])
  })
})

describe('the keyboard', () => {
  if (isH5) it('covers what the visible part of the page lacks, but for zooming', () => {
    const viewport = Object.assign(new EventTarget(), { scale: 1, height: 500 })
    vi.stubGlobal('visualViewport', viewport)
    vi.stubGlobal('innerHeight', 800)
    const told: number[] = []
    const stop = watchKeyboard(({ covered }) => told.push(covered))
    viewport.dispatchEvent(new Event('resize'))
    viewport.height = 800.4
    viewport.dispatchEvent(new Event('resize'))
    Object.assign(viewport, { scale: 2, height: 400 })
    viewport.dispatchEvent(new Event('scroll'))
    stop()
    viewport.dispatchEvent(new Event('resize'))
    expect(told).toEqual([300, 0, 0])
  })

  if (!isH5) it('is told by the field itself, not by the page', () => {
    watchKeyboard(() => expect.unreachable())()
  })
})
