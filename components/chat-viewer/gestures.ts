/** A finger on the screen. */
export interface Touch {
  readonly clientX: number
  readonly clientY: number
}

/** How a picture lies on the screen: by how much it is larger, and moved, in px. */
export interface Lie {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** What a gesture that is over leads to. */
export type Outcome = 'next' | 'previous' | 'close' | undefined

export const flat: Lie = { scale: 1, x: 0, y: 0 }

/** A drag of so many px to the side turns the page; down, it closes. */
const TURNS = 60
const CLOSES = 110
const MOST = 5
/** What two taps on a picture make of it. */
const ZOOM = 2.5
/** Two taps no further apart than this are one, in ms. */
const TWICE = 300

/** Reads fingers: to the side turns the page, down closes, two of them and two taps make larger and smaller. */
export function createGestures() {
  let from: { touches: readonly Touch[], lie: Lie } | undefined
  let lie = flat
  let tappedAt = -Infinity
  let moved = false

  const between = (touches: readonly Touch[]): { x: number, y: number, apart: number } => {
    const [one, other = one] = touches
    if (!one || !other) return { x: 0, y: 0, apart: 1 }
    const { clientX: x, clientY: y } = one
    const across = Math.hypot(other.clientX - x, other.clientY - y)
    return { x: (x + other.clientX) / 2, y: (y + other.clientY) / 2, apart: Math.max(1, across) }
  }

  return {
    get lie(): Lie {
      return lie
    },

    reset(): void {
      lie = flat
      from = undefined
    },

    /** Fingers came down, or one of several was lifted. */
    start(touches: readonly Touch[]): void {
      from = { touches: [...touches], lie }
      moved = false
    },

    move(touches: readonly Touch[]): Lie {
      if (!from || touches.length !== from.touches.length) return lie
      const [before, now] = [between(from.touches), between(touches)]
      const [x, y] = [now.x - before.x, now.y - before.y]
      if (Math.abs(x) + Math.abs(y) > 8 || touches.length > 1) moved = true
      const pinched = Math.min(MOST, Math.max(1, from.lie.scale * now.apart / before.apart))
      const scale = touches.length > 1 ? pinched : lie.scale
      // What isn't larger than the screen goes to the side or down, not both.
      const side = Math.abs(x) > Math.abs(y)
      lie = scale > 1 || touches.length > 1
        ? { scale, x: from.lie.x + x, y: from.lie.y + y }
        : { scale, x: side ? x : 0, y: side ? 0 : Math.max(0, y) }
      return lie
    },

    /** All fingers were lifted, at a time in ms. */
    end(at: number): Outcome {
      const { scale, x, y } = lie
      if (!from) return undefined
      from = undefined
      if (!moved) {
        const twice = at - tappedAt < TWICE
        tappedAt = twice ? -Infinity : at
        if (twice) lie = scale > 1 ? flat : { ...flat, scale: ZOOM }
        return undefined
      }
      if (scale > 1) return undefined
      lie = flat
      if (y > CLOSES) return 'close'
      return x < -TURNS ? 'next' : x > TURNS ? 'previous' : undefined
    },
  }
}
