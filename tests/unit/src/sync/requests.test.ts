// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import * as ErrorCode from '../../../../src/model/error-code'
import type { AnswerEvent } from '../../../../src/model/events'
import { createRequests } from '../../../../src/sync/requests'
import { FakeClock } from '../../../helpers/fake-clock'
import { bob } from '../../../helpers/fixtures'

let clock: FakeClock
let requests: ReturnType<typeof createRequests>

beforeEach(() => {
  clock = new FakeClock()
  requests = createRequests(clock, 10_000)
})

function answer(id: string): AnswerEvent {
  return { type: 'answer', id, value: { people: [bob] } }
}

describe('a request', () => {
  it('gets its answer, by its id', async () => {
    const first = requests.ask('1', 'answer', () => true)
    const second = requests.ask('2', 'answer', () => true)
    expect(requests.settle('2', answer('2'))).toBe(true)
    expect(requests.settle('1', answer('1'))).toBe(true)
    expect((await first).id).toBe('1')
    expect((await second).id).toBe('2')
    expect(clock.timers).toBe(0)
  })

  it('may be answered while it is being sent', async () => {
    const asked = requests.ask('1', 'answer', () => requests.settle('1', answer('1')))
    expect((await asked).value.people).toEqual([bob])
  })

  it('fails where there is no connection', async () => {
    const asked = requests.ask('1', 'answer', () => false)
    await expect(asked).rejects.toMatchObject({ name: 'ChatError', code: ErrorCode.offline })
    expect(clock.timers).toBe(0)
  })

  it('fails when nothing comes in time, and not before', async () => {
    let failed = false
    const asked = requests.ask('1', 'answer', () => true)
    asked.catch(() => { failed = true })
    clock.advance(9_999)
    await Promise.resolve()
    expect(failed).toBe(false)
    clock.advance(1)
    await expect(asked).rejects.toMatchObject({ code: ErrorCode.timeout })
    expect(requests.settle('1', answer('1'))).toBe(false)
  })

  it('fails with the server\'s own code when it says no', async () => {
    const asked = requests.ask('1', 'answer', () => true)
    requests.settle('1', { type: 'failed', id: '1', code: 4003, message: 'not yours' })
    await expect(asked).rejects.toMatchObject({ code: 4003, message: 'not yours' })
  })

  it('fails at once when the link breaks, as do all others', async () => {
    const asked = ['1', '2', '3'].map(id => requests.ask(id, 'answer', () => true))
    requests.failAll()
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: ErrorCode.connectionLost })
    expect(clock.timers).toBe(0)
    requests.failAll()
  })

  it('is not answered by an answer to something else', async () => {
    const asked = requests.ask('1', 'answer', () => true)
    expect(requests.settle('1', { type: 'pong', id: '1' })).toBe(false)
    expect(requests.settle('9', answer('9'))).toBe(false)
    expect(requests.settle('1', answer('1'))).toBe(true)
    await asked
  })

  it('is answered once', async () => {
    const asked = requests.ask('1', 'answer', () => true)
    expect(requests.settle('1', answer('1'))).toBe(true)
    expect(requests.settle('1', answer('1'))).toBe(false)
    await asked
  })
})
