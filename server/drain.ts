import { setTimeout as delay } from 'node:timers/promises'
import * as WireCode from '../src/protocols/native/wire-code'
import type { Session } from './session'

// When clients that are sent away come back, in ms: as many as a server can let in again in that time, but no later
// than people would bear.
const soonest = 500
const perClient = 2
const leastSpread = 1500
const mostSpread = 60_000
// How much of the time that there is goes to what is in hand; the closing handshakes take a second at most.
const finishShare = 0.6
const partingShare = 0.3
const longestParting = 1000

/** Over how long a crowd of so many is to come back, in ms. */
export function spreadOf(clients: number): number {
  return Math.min(mostSpread, Math.max(leastSpread, clients * perClient))
}

/** When one of a crowd of so many is to come back, in ms, by chance. */
export function comeBackIn(clients: number): number {
  return Math.floor(soonest + Math.random() * spreadOf(clients))
}

/**
 * Sends all away: what they asked for so far is done first, then each is told when to come back, evenly spread. What
 * isn't done in time, or doesn't answer, is cut.
 * @param time - how long all of it may take, in ms
 */
export async function sendAway(sessions: ReadonlySet<Session>, time: number): Promise<void> {
  const all = [...sessions]
  const parted = Promise.all(all.map(session => session.parted))
  // Not all at once: a crowd that comes back in the same moment is the next outage.
  const spread = spreadOf(all.length)
  const farewells = all.map((session, place) => () => session.fail(
    WireCode.goingAway, 'the server is going away',
    Math.floor(soonest + (place + Math.random()) / all.length * spread)))
  await within(time * finishShare, Promise.all(all.map((session, place) => session.finish().then(farewells[place]))))
  for (const farewell of farewells) farewell()
  await within(Math.min(longestParting, time * partingShare), parted)
  for (const session of sessions) session.cut()
}

/** Fulfilled when the work is, but after so many ms at the latest. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const stop = new AbortController()
  await Promise.race([work, delay(ms, undefined, { signal: stop.signal }).catch(() => undefined)])
  stop.abort()
}
