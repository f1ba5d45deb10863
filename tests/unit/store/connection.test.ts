// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as Reason from '../../../src/connection/reason'
import { useConnectionStore } from '../../../store/connection'
import { TestApp } from '../../helpers/test-app'

let app: TestApp

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
  app.create()
})

describe('the connection', () => {
  it('is one, however many ask for it', async () => {
    for (let times = 0; times < 5; times++) useConnectionStore(app.pinia).open()
    await app.pass()
    for (let times = 0; times < 5; times++) useConnectionStore(app.pinia).open()
    await app.pass()
    expect(app.platform.sockets).toHaveLength(1)
    expect(useConnectionStore(app.pinia).state).toBe('online')
  })

  it('is not there before it is asked for', async () => {
    const connection = useConnectionStore(app.pinia)
    await app.pass(60_000)
    expect(app.platform.sockets).toHaveLength(0)
    expect(connection.state).toBe('idle')
  })

  it('is another one for another app', async () => {
    const other = new TestApp()
    other.create()
    useConnectionStore(app.pinia).open()
    useConnectionStore(other.pinia).open()
    await app.pass()
    expect([app.platform.sockets.length, other.platform.sockets.length]).toEqual([1, 1])
    useConnectionStore(other.pinia).close()
    expect(useConnectionStore(app.pinia).state).toBe('online')
  })

  it('counts down to the next try', async () => {
    const connection = useConnectionStore(app.pinia)
    connection.open()
    await app.pass()
    expect(connection.retryIn).toBeNull()
    app.cut()
    expect([connection.state, connection.reason]).toEqual(['waiting', Reason.linkEnded])
    expect(connection.detail).toBe('1006 socket closed')
    const seen = [connection.retryIn]
    for (let seconds = 0; seconds < 2; seconds++) {
      await app.pass(1_000)
      seen.push(connection.retryIn)
    }
    expect(seen).toEqual([3, 2, 1])
    app.reachable = true
    await app.pass(1_000)
    expect([connection.state, connection.retryIn]).toEqual(['online', null])
  })

  it('counts down once at a time, also when try follows try', async () => {
    const connection = useConnectionStore(app.pinia)
    connection.open()
    await app.pass()
    app.cut()
    await app.pass(60_000)
    expect(vi.getTimerCount()).toBeLessThanOrEqual(2)
    connection.close()
    await app.pass()
    expect(vi.getTimerCount()).toBe(0)
    expect(connection.retryIn).toBeNull()
  })

  it('tries at once when asked to', async () => {
    const connection = useConnectionStore(app.pinia)
    connection.open()
    await app.pass()
    app.cut()
    app.reachable = true
    connection.retry()
    await app.pass()
    expect(connection.state).toBe('online')
  })
})
