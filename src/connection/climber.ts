import { createAlarm } from '../platform/alarm'
import type { Clock, Frame } from '../platform/types'
import type { Link, Transport } from '../transports/transport'

/** The first look comes after about this time, in ms; each further one after twice as long. */
const FIRST = 60_000
/** The longest time between two looks, in ms. */
const LONGEST = 600_000
/** How long the better transport may take to show life, in ms. */
const PATIENCE = 5_000

export interface ClimberOptions {
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  /** A frame that the server answers whatever has been said before, or null if there is none. */
  ping: () => Frame | null
  /** The better transport works. */
  reachable: () => void
}

/**
 * While a lesser transport carries the connection, looks from time to time whether the best one works again. A proxy
 * may accept a WebSocket and swallow what it carries: so it must bring an answer, not only open.
 */
export function createClimber({ clock, random, ping, reachable }: ClimberOptions) {
  /** Rings when it is time to look, or when a look has taken too long. */
  const alarm = createAlarm(clock)
  let link: Link | undefined
  let delay = FIRST

  function start(transport: Transport): void {
    stop()
    alarm.set(delay * (0.75 + random() / 2), () => look(transport))
    delay = Math.min(LONGEST, delay * 2)
  }

  function stop(): void {
    alarm.stop()
    link?.close()
    link = undefined
  }

  function reset(): void {
    delay = FIRST
  }

  function look(transport: Transport): void {
    const missed = (): void => start(transport)
    alarm.set(PATIENCE, missed)
    const mine = link = transport.open({
      opened() {
        const frame = ping()
        if (frame === null) found()
        else mine.send(frame)
      },
      frame: found,
      ended: missed,
    })
  }

  function found(): void {
    stop()
    reset()
    reachable()
  }

  return {
    /** Begins to look; another look is not under way then. */
    start,
    stop,
    /** Another network: what was seen on the former one means nothing. */
    reset,
  }
}
