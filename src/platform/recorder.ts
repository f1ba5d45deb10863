import { DeviceProblem, type LocalFile } from './files'
import { thinOut } from './levels'
// #ifdef H5
import { holdBlob } from './files'
import { levelOfSamples } from './levels'
// #endif
// #ifndef H5
import { nameOf, problemOf } from './files'
import { levelOfMp3 } from './levels'
// #endif

/** Something that was said into the microphone. */
export interface Recording extends LocalFile {
  /** In ms. */
  readonly duration: number
  /** How loud it is, from the beginning to the end, each from 0 to 100; up to 60 of them. */
  readonly levels: readonly number[]
}

/** What is told of a recording, never within the call that begins it. `done` or `failed` comes once and last. */
export interface RecorderListener {
  /** The microphone is on. */
  started(): void
  /** How loud it is now: 0 to 100. */
  level(level: number): void
  /** It ended: it was stopped, is as long as can be, or something else took the microphone. */
  done(recording: Recording): void
  failed(problem: DeviceProblem): void
}

/** A recording that goes on. */
export interface Recorder {
  /** Ends it. */
  stop(): void
  /** Throws it away. Nothing is told any more. */
  cancel(): void
}

/** The longest recording, in ms. */
export const LONGEST_RECORDING = 60_000

/** What the microphone of a platform tells. */
interface Microphone extends Omit<RecorderListener, 'done'> {
  done(file: LocalFile, duration: number): void
}

/** Begins to record. */
export function record(listener: RecorderListener): Recorder {
  const levels: number[] = []
  let live = true
  const finish = (tell: () => void): void => {
    if (!live) return
    live = false
    tell()
  }
  const device = open({
    started: () => live && listener.started(),
    level(level) {
      if (!live) return
      levels.push(level)
      listener.level(level)
    },
    done: (file, duration) => finish(() => listener.done({ ...file, duration, levels: thinOut(levels) })),
    failed: problem => finish(() => listener.failed(problem)),
  })
  return {
    stop: device.stop,
    cancel() {
      live = false
      device.stop()
    },
  }
}

// #ifdef H5
/** How often the level is measured, in ms. */
const TICK = 100
/** What browsers record, what most others can play first. */
const TYPES = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']
const BIT_RATE = 32_000

function openBrowser(listener: Microphone): { stop(): void } {
  let end: (() => void) | null = null
  let isOver = false

  async function begin(): Promise<void> {
    const { mediaDevices } = navigator as { mediaDevices?: MediaDevices }
    if (!mediaDevices || typeof MediaRecorder === 'undefined') throw new DeviceProblem('missing')
    const stream = await mediaDevices.getUserMedia({ audio: true })
    const close = (): void => stream.getTracks().forEach(track => track.stop())
    if (isOver) return close()
    const mimeType = TYPES.find(type => MediaRecorder.isTypeSupported(type))
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BIT_RATE })
    const pieces: Blob[] = []
    const meter = measure(stream)
    const since = Date.now()
    const ticking = setInterval(() => listener.level(meter.level()), TICK)
    const timer = setTimeout(() => end?.(), LONGEST_RECORDING)
    let duration = 0
    end = () => {
      if (recorder.state === 'inactive') return
      duration = Date.now() - since
      recorder.stop()
    }
    recorder.ondataavailable = ({ data }) => void pieces.push(data)
    recorder.onerror = () => listener.failed(new DeviceProblem('failed'))
    recorder.onstop = () => {
      clearInterval(ticking)
      clearTimeout(timer)
      meter.close()
      close()
      const type = (recorder.mimeType || mimeType || 'audio/webm').replace(/;.*$/, '')
      const name = `voice.${type.replace(/^.*\//, '').replace('mp4', 'm4a')}`
      listener.done(holdBlob(new Blob(pieces, { type }), name), duration || Date.now() - since)
    }
    // The microphone was pulled out, or taken away.
    for (const track of stream.getTracks()) track.onended = () => end?.()
    recorder.start()
    listener.started()
  }

  begin().catch((error: unknown) => {
    const { name, message } = error as Error
    if (error instanceof DeviceProblem) return listener.failed(error)
    const why = /NotAllowed|Security/.test(name) ? 'refused' : /NotFound/.test(name) ? 'missing' : 'failed'
    listener.failed(new DeviceProblem(why, message))
  })
  return {
    stop() {
      isOver = true
      end?.()
    },
  }
}

/** Measures how loud a stream is; always 0 where the browser can't. */
function measure(stream: MediaStream): { level(): number, close(): void } {
  try {
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 1_024
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Uint8Array(analyser.fftSize)
    return {
      level() {
        analyser.getByteTimeDomainData(samples)
        return levelOfSamples(samples)
      },
      close: () => void context.close(),
    }
  } catch {
    return { level: () => 0, close() {} }
  }
}
// #endif

// #ifndef H5
/** What the platform's recorder says at its end. */
interface Stopped {
  tempFilePath: string
  duration?: number
  fileSize?: number
}

/** uni-app's types leave some of it out. */
interface Manager {
  start(options: object): void
  stop(): void
  onStart(listener: () => void): void
  onStop(listener: (stopped: Stopped) => void): void
  onError(listener: (error: { errMsg?: string }) => void): void
  onFrameRecorded?(listener: (frame: { frameBuffer: ArrayBuffer }) => void): void
  onInterruptionBegin?(listener: () => void): void
}

/** MP3, as all platforms play it; frames of 1 KB tell the level about six times a second. */
const FORMAT = {
  duration: LONGEST_RECORDING, sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 48_000, format: 'mp3',
  frameSize: 1,
}

/** There is one recorder for the app, and nothing that unbinds from it. */
let manager: Manager | null = null
/** Who records. */
let current: Microphone | null = null
/** Who will, when the one before has ended. */
let next: (() => void) | null = null
let since = 0

function bind(): Manager {
  const recorder = (uni as unknown as { getRecorderManager(): Manager }).getRecorderManager()
  const end = (tell: (listener: Microphone) => void): void => {
    const listener = current
    const follow = next
    current = next = null
    if (listener) tell(listener)
    follow?.()
  }
  recorder.onStart(() => {
    since = Date.now()
    current?.started()
  })
  recorder.onStop(({ tempFilePath: path, duration, fileSize }) => end((listener) => {
    listener.done({ path, name: nameOf(path), size: fileSize ?? 0, type: 'audio/mpeg' }, duration ?? Date.now() - since)
  }))
  recorder.onError(error => end((listener) => {
    listener.failed(problemOf(error) ?? new DeviceProblem('failed', error.errMsg))
  }))
  recorder.onFrameRecorded?.(({ frameBuffer }) => {
    const level = levelOfMp3(new Uint8Array(frameBuffer))
    if (level !== null) current?.level(level)
  })
  recorder.onInterruptionBegin?.(() => recorder.stop())
  return recorder
}

function openManager(listener: Microphone): { stop(): void } {
  let isOver = false

  function begin(): void {
    if (isOver) return
    try {
      manager ??= bind()
      current = listener
      manager.start(FORMAT)
    } catch {
      current = null
      void Promise.resolve().then(() => listener.failed(new DeviceProblem('missing')))
    }
  }

  if (current) next = begin
  else begin()
  return {
    stop() {
      isOver = true
      if (current === listener) manager?.stop()
    },
  }
}
// #endif

const { open } = {
  // #ifdef H5
  ...{ open: openBrowser },
  // #endif
  // #ifndef H5
  ...{ open: openManager },
  // #endif
}
