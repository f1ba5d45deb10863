import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { record as recordType, Recording } from '../../../../src/platform/recorder'
import { isH5 } from '../../../helpers/target'

/** A microphone in the hands of the test, whichever way the platform has to one. */
let device: {
  started(): void
  stopped(): void
  refused(): void
  /** How often it was begun, and ended. */
  starts: number
  stops: number
}
let record: typeof recordType

function browser(): typeof device {
  let resolve: (stream: unknown) => void = () => {}
  let reject: (error: Error) => void = () => {}
  let recorder: { onstop?(): void, ondataavailable?(event: object): void, state: string } | null = null
  const track = { stop: vi.fn(), onended: null }
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:voice' }))
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: () => {
        device.starts += 1
        return new Promise((...both) => [resolve, reject] = both)
      },
    },
  })
  vi.stubGlobal('MediaRecorder', class {
    static isTypeSupported = (type: string): boolean => type === 'audio/webm;codecs=opus'
    state = 'inactive'
    mimeType = 'audio/webm;codecs=opus'
    onstop?(): void
    ondataavailable?(event: object): void
    constructor() {
      // The test ends it.
      recorder = this // eslint-disable-line @typescript-eslint/no-this-alias
    }

    start(): void {
      this.state = 'recording'
    }

    stop(): void {
      this.state = 'inactive'
      device.stops += 1
      this.ondataavailable?.({ data: new Blob(['0123456789']) })
      this.onstop?.()
    }
  })
  return {
    starts: 0, stops: 0,
    started: () => resolve({ getTracks: () => [track] }),
    stopped: () => recorder?.onstop?.(),
    refused: () => reject(Object.assign(new Error('no'), { name: 'NotAllowedError' })),
  }
}

function phone(): typeof device {
  const on: Record<string, (value: object) => void> = {}
  const bind = (name: string) => (listener: (value: object) => void) => void (on[name] = listener)
  const stop = (): void => on.stop?.({ tempFilePath: 'wxfile://tmp/voice.mp3', duration: 2_000, fileSize: 10 })
  Object.assign(uni, {
    getRecorderManager: () => ({
      onStart: bind('start'), onStop: bind('stop'), onError: bind('error'), onFrameRecorded: bind('frame'),
      start: () => void (device.starts += 1),
      stop() {
        device.stops += 1
        stop()
      },
    }),
  })
  return {
    starts: 0, stops: 0,
    started: () => on.start?.({}),
    stopped: stop,
    refused: () => on.error?.({ errMsg: 'operateRecorder:fail auth deny' }),
  }
}

beforeEach(async () => {
  vi.resetModules()
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] })
  device = isH5 ? browser() : phone()
  ;({ record } = await import('../../../../src/platform/recorder'))
})

function listen() {
  const told: string[] = []
  const recordings: Recording[] = []
  return {
    told, recordings,
    started: () => told.push('started'),
    level: () => {},
    done: (recording: Recording) => {
      told.push('done')
      recordings.push(recording)
    },
    failed: ({ why }: { why: string }) => told.push(why),
  }
}

const settle = (time = 0) => vi.advanceTimersByTimeAsync(time)

describe('a recorder', () => {
  it('gives what was said until it is stopped, once', async () => {
    const heard = listen()
    const recorder = record(heard)
    device.started()
    await settle(2_000)
    recorder.stop()
    recorder.stop()
    await settle()
    expect(heard.told).toEqual(['started', 'done'])
    expect(heard.recordings[0]).toMatchObject({ duration: 2_000, size: 10, type: isH5 ? 'audio/webm' : 'audio/mpeg' })
    expect(heard.recordings[0]?.path).toMatch(isH5 ? /^blob:/ : /^wxfile:/)
  })

  it('says nothing more once it is thrown away', async () => {
    const heard = listen()
    const recorder = record(heard)
    device.started()
    await settle(2_000)
    recorder.cancel()
    await settle(90_000)
    expect(heard.told).toEqual(['started'])
  })

  it('says so when the person doesn\'t allow it', async () => {
    const heard = listen()
    record(heard)
    device.refused()
    await settle()
    expect(heard.told).toEqual(['refused'])
  })

  it('says so where there is none', async () => {
    vi.resetModules()
    vi.stubGlobal('navigator', {})
    Object.assign(uni, { getRecorderManager: undefined })
    ;({ record } = await import('../../../../src/platform/recorder'))
    const heard = listen()
    record(heard)
    await settle()
    expect(heard.told).toEqual(['missing'])
  })

  it('can be begun again while the one before is ending', async () => {
    const [first, second] = [listen(), listen()]
    const recorder = record(first)
    device.started()
    await settle(1_500)
    recorder.cancel()
    const again = record(second)
    device.started()
    await settle(1_500)
    again.stop()
    await settle()
    expect(first.told).toEqual(['started'])
    expect(second.told).toEqual(['started', 'done'])
  })

  if (isH5) it('ends by itself after a minute', async () => {
    const heard = listen()
    record(heard)
    device.started()
    await settle(61_000)
    expect(heard.told).toEqual(['started', 'done'])
    expect(heard.recordings[0]?.duration).toBe(60_000)
  })

  if (!isH5) it('waits for the app\'s one recorder', async () => {
    const stops: (() => void)[] = []
    vi.resetModules()
    const on: Record<string, (value: object) => void> = {}
    let starts = 0
    Object.assign(uni, {
      getRecorderManager: () => ({
        onStart() {}, onError() {}, onFrameRecorded() {},
        onStop: (listener: (value: object) => void) => void (on.stop = listener),
        start: () => void (starts += 1),
        // It says later that it has ended.
        stop: () => stops.push(() => on.stop?.({ tempFilePath: 'x' })),
      }),
    })
    ;({ record } = await import('../../../../src/platform/recorder'))
    const [first, second] = [listen(), listen()]
    record(first).cancel()
    record(second)
    expect(starts).toBe(1)
    stops[0]?.()
    expect(starts).toBe(2)
    expect([first.told, second.told]).toEqual([[], []])
  })
})
