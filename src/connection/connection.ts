import { createAlarm } from '../platform/alarm'
import type { Clock, Frame } from '../platform/types'
import type { Link, LinkListener, Transport } from '../transports/transport'
import { backoffDelay } from './backoff'
import { createClimber } from './climber'
import { createHeartbeat, type HeartbeatOptions } from './heartbeat'
import { createLadder } from './ladder'
import * as Reason from './reason'
import { type ConnectionSignal, type ConnectionState, type Reason as ReasonCode, transitions } from './states'
import { messageOf } from './token'

/** What the connection asks of whoever speaks the protocol. */
export interface ConnectionDriver {
  /** Gets ready for a link, as by fetching a token; false when nobody is signed in. */
  prepare(): Promise<boolean>
  /** A sign of life that the server answers, or null where there is none. */
  ping(id: string): Frame | null
  /** A frame came. */
  frame(frame: Frame): void
  /** The connection went to another state. In `authenticating` it is time for the first frame. */
  changed(snapshot: ConnectionSnapshot, before: ConnectionState): void
}

export interface ConnectionOptions {
  /** The ways to carry frames, the best first. */
  transports: readonly [Transport, ...Transport[]]
  driver: ConnectionDriver
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  heartbeat: HeartbeatOptions
}

/** How the connection stands. A new object with each change. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState
  readonly reason: ReasonCode
  /** For developers: what the transport or the server said. */
  readonly detail: string
  /** The transport in use, or being tried. */
  readonly transport: string
  /** When the next try is due, in ms since 1970; null unless `waiting`. */
  readonly retryAt: number | null
}

/** What a connection has done since it was made. */
export interface ConnectionCounters {
  /** Attempts to get a link. */
  attempts: number
  /** Times that the server let us in. */
  welcomes: number
  framesIn: number
  framesOut: number
}

/** How long opening the link, and then the welcome, may each take, in ms. */
const PATIENCE = 10_000
/** The same where another transport could be tried instead: a proxy may accept a WebSocket and swallow it. */
const SHORT_PATIENCE = 5_000

/** The longest wait that a server can ask for, in ms: nobody comes back from a slip of its clock otherwise. */
const LONGEST_WAIT = 600_000
/** How long after the foreground or the network came back a try is likely to work, in ms. */
const EAGER = 10_000

/** Reasons that speak against the transport, before the welcome. Others say that the server was reached. */
const transportFailures: ReadonlySet<ReasonCode> = new Set([
  Reason.linkEnded, Reason.connectTimeout, Reason.welcomeTimeout,
])

export type Connection = ReturnType<typeof createConnection>

/**
 * One live link to the server, again and again. Whatever ends a link leads to the same door, `lost`; what each state
 * holds (a link, a timer) is made when it is entered and gone when it is left.
 */
export function createConnection(options: ConnectionOptions) {
  const { driver, clock, random } = options
  const counters: ConnectionCounters = { attempts: 0, welcomes: 0, framesIn: 0, framesOut: 0 }
  const ladder = createLadder(options.transports)
  const heartbeat = createHeartbeat(clock, options.heartbeat, {
    ping(id) {
      const frame = driver.ping(id)
      if (frame !== null) send(frame)
    },
    silent: () => lost(Reason.silence, 'no sign of life'),
  })
  const climber = createClimber({ clock, random, ping: () => driver.ping('climb'), reachable: climb })
  /** Set while the state may not last: until the next try, or until an attempt has taken too long. */
  const alarm = createAlarm(clock)
  let snapshot: ConnectionSnapshot = {
    state: 'idle', reason: Reason.none, detail: '', transport: ladder.transport.name, retryAt: null,
  }
  let link: Link | undefined
  /** Another number for each attempt, and after it: what an older one still has to say is told by it. */
  let attempt = 0
  let asleep = false
  /**
   * Until when a try is likely to work, in ms since 1970: the app came to the front, the network came back, or a better
   * transport was found. A break before that isn't followed by a wait.
   */
  let eagerUntil = 0
  let failures = 0
  let helloAt = 0

  function beEager(): void {
    eagerUntil = clock.now() + EAGER
  }

  /** @param retryAfter the least to wait before the next try, in ms, if it comes to that */
  function signal(name: ConnectionSignal, reason: ReasonCode, detail = '', retryAfter = 0): void {
    const before = snapshot.state
    const state = transitions[before][name]
    if (state === undefined) return
    leave(before, state)
    const failed = before !== 'online' && transportFailures.has(reason)
    const retryAt = state === 'waiting' ? clock.now() + nextDelay(failed, retryAfter) : null
    // The state comes last: who is told of that first, as stores take it over, knows the rest already.
    const now = snapshot = { reason, detail, transport: ladder.transport.name, retryAt, state }
    driver.changed(now, before)
    // Whoever was told may have signalled in turn.
    if (snapshot === now) enter(now)
  }

  function leave(state: ConnectionState, next: ConnectionState): void {
    alarm.stop()
    if (next === 'authenticating' || next === 'online') return
    if (state === 'online') {
      heartbeat.stop()
      climber.stop()
    }
    attempt += 1
    const left = link
    link = undefined
    left?.close()
  }

  function enter({ state, retryAt }: ConnectionSnapshot): void {
    if (state === 'connecting') {
      counters.attempts += 1
      giveUpAfter(PATIENCE, Reason.noToken, 'no token in time')
      void connect(attempt)
    } else if (state === 'authenticating') {
      giveUpAfter(patience(), Reason.welcomeTimeout, 'no welcome in time')
    } else if (retryAt !== null) {
      alarm.set(retryAt - clock.now(), () => signal('retry', Reason.timeToRetry))
    }
  }

  function giveUpAfter(delay: number, reason: ReasonCode, detail: string): void {
    alarm.set(delay, () => lost(reason, detail))
  }

  function patience(): number {
    return ladder.hasLower ? SHORT_PATIENCE : PATIENCE
  }

  /**
   * @param failed whether the transport led to no welcome
   * @param retryAfter the least to wait, in ms
   */
  function nextDelay(failed: boolean, retryAfter: number): number {
    const eager = clock.now() < eagerUntil
    eagerUntil = 0
    const fell = failed && ladder.failed()
    if ((eager || fell) && retryAfter === 0) return 0
    const delay = Math.max(retryAfter, backoffDelay(failures, random()))
    failures += 1
    return delay
  }

  /** One attempt. The token comes first: without one there is nobody to open a link for. */
  async function connect(mine: number): Promise<void> {
    try {
      const ready = await driver.prepare()
      if (attempt !== mine) return
      if (!ready) return signal('nobody', Reason.nobody)
      giveUpAfter(patience(), Reason.connectTimeout, 'no link in time')
      link = ladder.transport.open(listener(mine))
    } catch (error) {
      if (attempt === mine) lost(Reason.noToken, messageOf(error))
    }
  }

  function listener(mine: number): LinkListener {
    return {
      opened() {
        if (attempt !== mine) return
        helloAt = clock.now()
        signal('opened', Reason.linkOpened)
      },
      frame(frame) {
        if (attempt !== mine) return
        counters.framesIn += 1
        heartbeat.heard()
        driver.frame(frame)
      },
      ended({ code, message }) {
        if (attempt === mine) lost(Reason.linkEnded, code === undefined ? message : `${code} ${message}`)
      },
    }
  }

  function send(frame: Frame): boolean {
    if (snapshot.state !== 'online' && snapshot.state !== 'authenticating') return false
    const used = link
    counters.framesOut += 1
    used?.send(frame)
    return link === used
  }

  function lost(reason: ReasonCode, detail: string, retryAfter = 0): void {
    signal(asleep ? 'lostAsleep' : 'lost', reason, detail, Math.min(retryAfter, LONGEST_WAIT))
  }

  /** The best transport works again: goes over to it. What is in flight is sent again there. */
  function climb(): void {
    ladder.climb()
    beEager()
    lost(Reason.climbing, 'climb')
  }

  return {
    /** What it has done since it was made. */
    counters,

    /** How it stands. */
    get snapshot(): ConnectionSnapshot {
      return snapshot
    },

    /** The measured round trip in ms, or null before the first measurement. */
    get roundTrip(): number | null {
      return heartbeat.roundTrip
    },

    /** Asks for the connection. Asking again changes nothing. */
    start(): void {
      failures = 0
      signal('start', Reason.asked)
    },

    /** Ends the connection for good: nothing is left that could bring it back but `start`. */
    stop: (): void => signal('stop', Reason.asked),

    /** Tries now, if it is waiting for the next try. */
    retry: (): void => signal('retry', Reason.asked),

    /** The app came to the front, or there is another network: tries now, or makes sure that the link still lives. */
    wake(): void {
      asleep = false
      beEager()
      climber.reset()
      ladder.refresh()
      signal('wake', Reason.woken)
      heartbeat.probe()
    },

    /** The app went to the background. A live link is kept as long as it lasts. */
    sleep(): void {
      asleep = true
      signal('sleep', Reason.asleep)
    },

    /** The network seems to be gone: makes sure at once. */
    suspect: heartbeat.probe,

    /** Hands a frame to the open link. False when there is none, or its end showed in the attempt. */
    send,

    /** The server has let us in. `interval` is what it asks for, or pings at, in ms, or 0. */
    accepted(interval: number): void {
      signal('accepted', Reason.welcomed)
      if (snapshot.state !== 'online') return
      failures = 0
      eagerUntil = 0
      counters.welcomes += 1
      ladder.worked()
      heartbeat.start(interval, clock.now() - helloAt)
      const { better } = ladder
      if (better) climber.start(better)
    },

    /** The server said never. */
    refused: (detail: string): void => signal('refused', Reason.serverRefused, detail),

    /** An answer to a ping came. */
    answered(id: string): void {
      heartbeat.answered(id)
      eagerUntil = 0
    },

    /** The link is gone. `retryAfter` is the least to wait, in ms, as the server asked. */
    lost,
  }
}
