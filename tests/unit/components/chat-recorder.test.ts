import { mount, type VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DeviceProblem } from '../../../src/platform/files'
import type { RecorderListener } from '../../../src/platform/recorder'
import { isH5 } from '../../helpers/target'

const device = { listener: null as RecorderListener | null, stops: 0, cancels: 0 }

let wrapper: VueWrapper

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] })
  Object.assign(device, { listener: null, stops: 0, cancels: 0 })
  // All components are loaded before a test begins, with the real one.
  vi.resetModules()
  vi.doMock('../../../src/platform/recorder', () => ({
    LONGEST_RECORDING: 60_000,
    record(listener: RecorderListener) {
      device.listener = listener
      return { stop: () => void (device.stops += 1), cancel: () => void (device.cancels += 1) }
    },
  }))
  const { loadTable } = await import('../../../src/locale/tables')
  await loadTable('en')
  const { default: ChatRecorder } = await import('../../../components/chat-recorder/chat-recorder.vue')
  wrapper = mount(ChatRecorder)
})

const pad = () => wrapper.get('.chat-recorder__pad')
const hint = () => (wrapper.find('.chat-recorder__hint').exists() ? wrapper.get('.chat-recorder__hint').text() : '')

/** A finger, or on H5 a pointer, does something. */
async function finger(what: 'down' | 'move' | 'up' | 'lost', clientX = 100, clientY = 100): Promise<void> {
  const names = { down: 'pointerdown', move: 'pointermove', up: 'pointerup', lost: 'pointercancel' }
  const touches = { down: 'touchstart', move: 'touchmove', up: 'touchend', lost: 'touchcancel' }
  const event = new Event(isH5 ? names[what] : touches[what], { cancelable: true })
  const touched = what === 'up' ? [] : [{ clientX, clientY }]
  Object.assign(event, isH5 ? { clientX, clientY, button: 0 } : { touches: touched })
  pad().element.dispatchEvent(event)
  await wrapper.vm.$nextTick()
}

async function pass(time: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(time)
}

/** Presses, until it records. */
async function hold(time = 2_000): Promise<void> {
  await finger('down')
  device.listener?.started()
  await pass(time)
}

/** The platform tells that it has ended. */
async function done(duration = 2_000): Promise<void> {
  device.listener?.done({ path: 'p', name: 'n', size: 1, type: 'audio/mpeg', duration, levels: [1] })
  await wrapper.vm.$nextTick()
}

const told = () => Object.entries(wrapper.emitted()).flatMap(([name, all]) =>
  (['record', 'start', 'end'].includes(name) ? all.map(() => name) : []))

describe('a recorder that is held', () => {
  it('records, shows the time and the level, and tells what was said', async () => {
    expect(pad().text()).toBe('Hold to talk')
    await hold()
    device.listener?.level(50)
    await wrapper.vm.$nextTick()
    expect(wrapper.get('.chat-recorder__time').text()).toBe('0:02')
    expect(wrapper.findAll('.chat-recorder__level')).toHaveLength(1)
    expect(hint()).toBe('Slide left to cancel, up to lock')
    await finger('up')
    expect(device.stops).toBe(1)
    await done()
    expect(wrapper.emitted('record')).toEqual([[expect.objectContaining({ path: 'p', duration: 2_000, levels: [1] })]])
    expect(told().sort()).toEqual(['end', 'record', 'start'])
    expect(pad().text()).toBe('Hold to talk')
  })

  it('throws away what one slides to the side, unless one comes back', async () => {
    await hold()
    await finger('move', 10)
    expect(hint()).toBe('Release to cancel')
    await finger('move', 90)
    expect(hint()).toBe('Slide left to cancel, up to lock')
    await finger('move', 10)
    await finger('up')
    expect([device.cancels, told()]).toEqual([1, ['start', 'end']])
  })

  it('goes on without a finger after one slid up', async () => {
    await hold()
    await finger('move', 100, 20)
    await finger('up')
    expect(device.stops).toBe(0)
    await wrapper.get('.chat-recorder__button--send').trigger('tap')
    expect(device.stops).toBe(1)
    await done()
    expect(wrapper.emitted('record')).toHaveLength(1)
  })

  it('says that it was too short', async () => {
    await hold(500)
    await finger('up')
    await done(500)
    expect([hint(), wrapper.emitted('record')]).toEqual(['Too short: hold for at least a second', undefined])
    await pass(5_000)
    expect(hint()).toBe('')
  })

  it('is let go before the microphone is on: nothing is recorded', async () => {
    await finger('down')
    await pass(600)
    await finger('up')
    expect([device.cancels, told()]).toEqual([1, ['start', 'end']])
  })

  it('says how long is left near the end, and sends at the end', async () => {
    await hold(53_000)
    expect(hint()).toBe('7 s left')
    await done(60_000)
    expect(wrapper.emitted('record')).toHaveLength(1)
  })

  it('throws away what the system interrupts the finger of', async () => {
    await hold()
    await finger('lost')
    expect([device.cancels, told()]).toEqual([1, ['start', 'end']])
  })

  it('asks what to do with what a call has ended', async () => {
    await hold(5_000)
    await done(5_000)
    expect(wrapper.emitted('record')).toBeUndefined()
    await wrapper.get('.chat-recorder__button--send').trigger('tap')
    expect(wrapper.emitted('record')).toHaveLength(1)
  })
})

describe('a recorder without holding', () => {
  it('records after a tap, until it is thrown away', async () => {
    await finger('down')
    await pass(100)
    await finger('up')
    device.listener?.started()
    await pass(2_000)
    expect([device.cancels, device.stops]).toEqual([0, 0])
    await wrapper.get('.chat-recorder__button--cancel').trigger('tap')
    expect([device.cancels, told()]).toEqual([1, ['start', 'end']])
  })

  it('begins and ends by the keyboard', async () => {
    await pad().trigger('keydown', { key: 'Enter' })
    device.listener?.started()
    await pass(2_000)
    await pad().trigger('keydown', { key: ' ' })
    expect(device.stops).toBe(1)
    await done()
    await pad().trigger('keydown', { key: 'Enter' })
    await pad().trigger('keydown', { key: 'Escape' })
    expect([device.cancels, told().filter(name => name === 'record')]).toEqual([1, ['record']])
  })
})

it.each([
  ['refused', 'Allow the microphone in the settings to talk'],
  ['missing', 'No microphone can be used here'],
  ['failed', 'The microphone doesn’t work right now'],
] as const)('a microphone that is %s is told of in words', async (why, words) => {
  await finger('down')
  device.listener?.failed(new DeviceProblem(why))
  await wrapper.vm.$nextTick()
  expect(wrapper.get('[role=alert]').text()).toBe(words)
  expect(told()).toEqual(['start', 'end'])
})

it('a recorder that goes throws away what it records', async () => {
  await hold()
  wrapper.unmount()
  expect(device.cancels).toBe(1)
})
