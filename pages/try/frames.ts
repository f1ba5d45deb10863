import { shallowRef } from 'vue'
import { utf8Length } from '../../src/content/utf8'
import type { Frame } from '../../src/platform/types'
import { textOf } from '../../src/protocols/text-of'

/** A line of the page's list: a frame, or what happened to the socket. */
export interface FrameLine {
  /** Counts from 1. */
  readonly number: number
  readonly direction: 'in' | 'out' | 'note'
  /** Milliseconds since 1970. */
  readonly at: number
  /** Bytes on the wire, without what frames it; undefined for a note. */
  readonly size?: number
  readonly isBinary?: boolean
  /** The beginning of it. */
  readonly text: string
}

/** So much of a frame is shown, in UTF-16 units. */
const MOST_SHOWN = 2_000

export type FrameLog = ReturnType<typeof createFrameLog>

/**
 * The newest lines, at most `limit` of them. While it is paused, `lines` stands still; what comes meanwhile is there
 * afterwards.
 */
export function createFrameLog(limit = 200, now: () => number = Date.now) {
  const lines = shallowRef<readonly FrameLine[]>([])
  const paused = shallowRef(false)
  let all: readonly FrameLine[] = []
  let number = 0

  function add(line: Omit<FrameLine, 'number' | 'at'>): void {
    number += 1
    all = [...all.slice(1 - limit), { ...line, number, at: now() }]
    if (!paused.value) lines.value = all
  }

  return {
    lines,
    paused,
    /** @param heading what stands above it, and doesn't count: the request that carries it */
    frame(direction: 'in' | 'out', data: Frame, heading = ''): void {
      const isBinary = typeof data !== 'string'
      const size = isBinary ? data.byteLength : utf8Length(data)
      const text = textOf(isBinary ? data.slice(0, MOST_SHOWN) : data).slice(0, MOST_SHOWN)
      const whole = size > MOST_SHOWN ? `${text}…` : text
      add({ direction, size, isBinary, text: heading && whole ? `${heading}\n${whole}` : heading || whole })
    },
    note: (text: string): void => add({ direction: 'note', text }),
    pause(on: boolean): void {
      paused.value = on
      if (!on) lines.value = all
    },
    clear(): void {
      all = []
      lines.value = all
    },
  }
}
