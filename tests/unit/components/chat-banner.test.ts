import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import ChatBanner from '../../../components/chat-banner/chat-banner.vue'
import type { ConnectionState } from '../../../src/connection/states'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

function show(state: ConnectionState, retryIn: number | null = null) {
  const banner = mount(ChatBanner, { props: { state, retryIn } })
  return {
    banner,
    text: () => banner.text(),
    /** Changes the state, then lets time pass. */
    go: async (next: ConnectionState, duration = 0, seconds: number | null = null) => {
      await banner.setProps({ state: next, retryIn: seconds })
      await vi.advanceTimersByTimeAsync(duration)
    },
  }
}

describe('the banner', () => {
  it('is not there while all is well', async () => {
    const { text, go } = show('online')
    await go('online', 60_000)
    expect(text()).toBe('')
  })

  it('says nothing of a break that lasts less than 2 s', async () => {
    const { text, go } = show('online')
    await go('waiting', 1_000)
    await go('connecting', 999)
    expect(text()).toBe('')
    await go('online', 60_000)
    expect(text()).toBe('')
  })

  it('says so when a break lasts 2 s, whatever states it goes through', async () => {
    const { text, go } = show('online')
    await go('waiting', 1_000)
    await go('connecting', 500)
    await go('authenticating', 499)
    expect(text()).toBe('')
    await go('waiting', 1)
    expect(text()).toContain('Disconnected')
  })

  it('says nothing of many short breaks', async () => {
    const { text, go } = show('online')
    for (let times = 0; times < 10; times++) {
      await go('waiting', 1_500)
      await go('online', 500)
      expect(text()).toBe('')
    }
  })

  it('says so when the first connection takes long', async () => {
    const { text, go } = show('connecting')
    await go('connecting', 1_999)
    expect(text()).toBe('')
    await go('authenticating', 1)
    expect(text()).toBe('Connecting…')
  })

  it('counts down, and tries again when it is tapped', async () => {
    const { banner, text, go } = show('waiting', 5)
    await go('waiting', 2_000, 3)
    expect(text()).toContain('Trying again in 3 s')
    expect(text()).toContain('Tap to try now')
    await go('waiting', 0, 2)
    expect(text()).toContain('Trying again in 2 s')
    await banner.get('.chat-banner').trigger('tap')
    expect(banner.emitted('retry')).toHaveLength(1)
  })

  it('says for a moment that it is back', async () => {
    const { banner, text, go } = show('online')
    await go('waiting', 3_000)
    await go('online', 0)
    expect(text()).toBe('Connected')
    await banner.get('.chat-banner').trigger('tap')
    expect(banner.emitted('retry')).toBeUndefined()
    await go('online', 1_499)
    expect(text()).toBe('Connected')
    await go('online', 1)
    expect(text()).toBe('')
  })

  it('that says it is back stops saying so at the next break, and waits again', async () => {
    const { text, go } = show('online')
    await go('waiting', 3_000)
    await go('online', 500)
    await go('waiting', 1_999)
    expect(text()).toBe('')
    await go('waiting', 1)
    expect(text()).toContain('Disconnected')
  })

  it('says at once, and lastingly, that the server refused', async () => {
    const { text, go } = show('online')
    await go('refused', 0)
    expect(text()).toBe('Your session has ended. Please sign in again')
    await go('refused', 60_000)
    expect(text()).not.toBe('')
    await go('connecting', 0)
    expect(text()).toBe('')
  })

  it.each<ConnectionState>(['idle', 'closed', 'suspended'])('says nothing of %s, which is meant', async (state) => {
    const { text, go } = show('online')
    await go('waiting', 3_000)
    await go(state, 60_000)
    expect(text()).toBe('')
  })

  it('leaves no timer behind', async () => {
    const { banner, go } = show('online')
    await go('waiting', 500)
    banner.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})
