import type { ClientFrame, ServerFrame, WirePerson } from '../src/protocols/native/wire'
import * as WireCode from '../src/protocols/native/wire-code'
import type { Auth } from './auth'
import type { Bounds } from './bounds'
import { runCommand, sayHello } from './commands'
import { comeBackIn } from './drain'
import { parseFrame } from './frames'
import type { ParsedFrame } from './frames'
import type { Gate, Guest } from './gate'
import type { Hub } from './hub'
import { limits } from './limits'
import type { Listener } from './listeners'
import type { Log } from './log'
import type { LimitName, Metrics } from './metrics'
import type { Peer, PeerListener } from './peer'
import type { Presence } from './presence'
import { Rest } from './rest'
import type { Store } from './store'
import { Throttle } from './throttle'
import { Typing } from './typing'
import { isWrite } from './write'

/** What every session of a server shares. */
export interface Services {
  store: Store
  hub: Hub
  presence: Presence
  auth: Auth
  gate: Gate
  bounds: Bounds
  metrics: Metrics
  /** How long a connection may take to say hello, in ms. */
  helloTimeout: number
  /** What `welcome.heartbeat` says, in ms; {@link Session.beat} is called as often. */
  heartbeat: number
  log: Log
}

interface Waiting {
  frame: string | undefined
  arrived: number
  done(): void
}

/** Ends a hello whose person has too much already; the client has been told. */
class TurnedAway extends Error {
  override name = 'TurnedAway'
}

// A client that answers neither its own heartbeat nor our pings for so many beats is gone.
const silentBeats = 4
// The longest delay that a timer takes, in ms: 24.8 days.
const longestTimer = 2 ** 31 - 1

/**
 * One connection, from its opening to its end, over whatever carries it. Its frames are worked on one after another,
 * in their order; only writes that follow each other are handed to the store together, which keeps their order.
 */
export class Session implements Listener, PeerListener, Guest {
  /** Who this is; undefined until a hello was accepted. */
  person: WirePerson | undefined
  /** Fulfilled when everything this connection asked for so far is done. */
  idle: Promise<void> = Promise.resolve()
  /** Fulfilled when the link is closed. */
  readonly parted: Promise<void>
  /** Once true, no frame is worked on any more. */
  ended = false
  /** What it says of its person's writing. */
  readonly typing = new Typing()

  // Fulfilled when the last frame that was no write is done.
  private begun: Promise<void> = Promise.resolve()
  private pending = 0
  // Read, and not begun, as so many are pending.
  private readonly waiting: Waiting[] = []
  // Being read no more until all of its frames are done, as the server is going away.
  private finishing = false
  private paused = false
  private badFrames = 0
  private quietBeats = 0
  // What happens between the subscription and the welcome waits here: nothing comes before the welcome.
  private held: Buffer[] | undefined
  private readonly throttle: Throttle
  // While it is not read, as it was too fast.
  private readonly rest = new Rest(now => this.throttle.wait(now), () => this.flow())
  private readonly helloTimer: NodeJS.Timeout
  private tokenTimer: NodeJS.Timeout | undefined
  private part!: () => void

  constructor(private readonly peer: Peer, readonly services: Services) {
    this.throttle = new Throttle(services.bounds.rate, performance.now())
    this.helloTimer = setTimeout(() => {
      services.metrics.refuse('hello')
      this.fail(WireCode.helloTimeout, 'no hello in time')
    }, services.helloTimeout)
    this.parted = new Promise(resolve => {
      this.part = resolve
    })
  }

  /** Encodes and sends one frame to this connection. */
  send(frame: ServerFrame): void {
    if (frame.type === 'error' && !this.ended) this.services.metrics.errors.inc({ code: frame.code })
    this.write(Buffer.from(JSON.stringify(frame)))
  }

  deliver(frame: Buffer): void {
    if (this.held) this.held.push(frame)
    else this.write(frame)
  }

  lost(): void {
    this.fail(WireCode.goingAway, 'what others say may not arrive here', comeBackIn(this.services.gate.size))
  }

  /**
   * From here on frames of others are held back until {@link welcome}. Fulfilled when none of them is missed; rejects
   * if this person has too much already.
   */
  identify(person: WirePerson): Promise<void> {
    const shared = this.services.gate.know(this, person.id)
    if (typeof shared === 'string') {
      this.turnAway(shared)
      return Promise.reject(new TurnedAway())
    }
    this.throttle.shared = shared
    this.person = person
    this.held = []
    this.services.presence.came(this, person.id)
    return this.services.hub.add(this, person.id)
  }

  /** The token holds until then, in ms since 1970; without another by then, the connection ends. */
  trustUntil(expiresAt: number): void {
    clearTimeout(this.tokenTimer)
    const left = expiresAt - Date.now()
    this.tokenTimer = left > longestTimer
      ? setTimeout(() => this.trustUntil(expiresAt), longestTimer)
      : setTimeout(() => this.fail(WireCode.unauthorized, 'the token has expired'), left)
  }

  /** Sends the welcome, and after it what was held back. */
  welcome(frame: ServerFrame): void {
    this.send(frame)
    const held = this.held ?? []
    this.held = undefined
    for (const waiting of held) this.write(waiting)
  }

  /** Answers that one command failed. The link stays. */
  refuse(id: string | undefined, code: number, message: string): void {
    this.send(id === undefined ? { type: 'error', code, message } : { type: 'error', id, code, message })
  }

  /** Ends the connection and says why, in a frame and in the close code. */
  fail(code: number, message: string, retryAfter?: number): void {
    if (this.ended) return
    const error: ServerFrame = { type: 'error', code, message }
    if (retryAfter !== undefined) error.retryAfter = retryAfter
    this.send(error)
    this.end()
    this.peer.close(code, message)
  }

  /** Counts what it asked for as so many frames more. */
  charge(frames: number): void {
    this.pay(frames * limits.frameCostBytes)
  }

  /** Sends it away, as this limit stands against it. */
  turnAway(limit: LimitName): void {
    if (this.ended) return
    this.services.metrics.refuse(limit)
    this.services.log('sent a connection away', { level: 'debug', limit })
    this.fail(WireCode.tooMany, `too much at once: ${limit}`, Math.floor(limits.busyTime * (1 + Math.random())))
    const cut = setTimeout(() => this.cut(), limits.partingTime)
    void this.parted.then(() => clearTimeout(cut))
  }

  /** Takes nothing more in. Fulfilled when everything this connection asked for so far is done. */
  async finish(): Promise<void> {
    this.finishing = true
    this.flow()
    do await this.idle
    while (this.pending > 0)
  }

  /** Cuts the link without a word. */
  cut(): void {
    this.end()
    this.peer.terminate()
  }

  /** Called once per heartbeat: asks a quiet client for a sign of life, and cuts off a silent one. */
  beat(): void {
    // Who is not read can't be heard.
    if (!this.paused) this.quietBeats += 1
    if (this.quietBeats > silentBeats) {
      this.services.metrics.silent.inc()
      this.services.log('cut a connection: silent for too long')
      this.cut()
    } else if (this.quietBeats > 1 && !this.ended) {
      // Browsers slow a background page's timers down to one a minute, but answer this by themselves.
      this.peer.ping()
    }
  }

  alive(): void {
    this.quietBeats = 0
    this.pay(0)
  }

  receive(frame: string | undefined): Promise<void> {
    this.quietBeats = 0
    if (this.ended) return this.idle
    this.services.metrics.framesIn.inc()
    this.pay(frame?.length ?? 0)
    if (this.ended) return this.idle
    if (this.pending < this.most && this.waiting.length === 0) return this.start(frame, performance.now())
    // What was read at once may be hundreds of frames: others are to have their turn in between.
    return new Promise(done => this.waiting.push({ frame, arrived: performance.now(), done }))
  }

  gone(): void {
    this.end()
    clearTimeout(this.tokenTimer)
    this.services.gate.leave(this)
    if (this.person) {
      this.services.hub.remove(this, this.person.id)
      this.services.presence.went(this, this.person.id)
    }
    this.part()
  }

  /** Begins to work on a frame, behind those before it. */
  private start(frame: string | undefined, arrived: number): Promise<void> {
    this.pending += 1
    this.flow()
    const parsed: ParsedFrame = frame === undefined
      ? { ok: false, problem: 'frames are text, not binary' }
      : parseFrame(frame)
    const before = this.idle
    const writes = parsed.ok && isWrite(parsed.frame)
    const done = (writes ? this.begun : before).then(() => this.take(parsed, before))
    this.idle = before.then(() => done).then(() => {
      this.pending -= 1
      while (this.pending < this.most && this.waiting.length > 0) this.startNext()
      this.flow()
      if (writes && !this.ended) this.services.metrics.writes.observe((performance.now() - arrived) / 1000)
    })
    if (!writes) this.begun = this.idle
    // Over HTTP the next ones come when this is answered.
    return this.rest.over ? this.idle.then(() => this.rest.over) : this.idle
  }

  /** Works on one frame; `before` is fulfilled when all before it are done. Never rejects. */
  private async take(parsed: ParsedFrame, before: Promise<void>): Promise<void> {
    if (this.ended) return
    if (!parsed.ok) {
      this.bad(parsed.problem, parsed.id)
      return
    }
    try {
      await this.obey(parsed.frame, before)
    } catch (error) {
      if (error instanceof TurnedAway) return
      // Only the kind of the error is logged: its message may quote what a person wrote.
      const kind = error instanceof Error ? `${error.name} ${'code' in error ? String(error.code) : ''}` : 'unknown'
      this.services.log(`a ${parsed.frame.type} command failed: ${kind.trim()}`, { level: 'warn' })
      // Writes behind a failed one would overtake it: they come again, in order, after the link has ended.
      if (this.person === undefined || parsed.frame.type === 'hello' || isWrite(parsed.frame)) {
        this.fail(WireCode.serverError, 'the server failed', 1000)
      } else if ('id' in parsed.frame) {
        this.refuse(parsed.frame.id, WireCode.serverError, 'the server failed')
      }
    }
  }

  private async obey(frame: ClientFrame, before: Promise<void>): Promise<void> {
    if (frame.type === 'hello') {
      if (this.person) return this.bad('hello was said before')
      clearTimeout(this.helloTimer)
      return sayHello(this, frame)
    }
    if (!this.person) return this.bad('hello comes first', 'id' in frame ? frame.id : undefined)
    return runCommand(this, this.person, frame, before)
  }

  private bad(problem: string, id?: string): void {
    this.badFrames += 1
    if (this.badFrames < limits.badFrames) return this.refuse(id, WireCode.badFrame, problem)
    this.services.metrics.refuse('bad-frames')
    this.fail(WireCode.badFrame, 'too many bad frames')
  }

  private startNext(): void {
    const next = this.waiting.shift()
    if (next) void this.start(next.frame, next.arrived).then(next.done)
  }

  /** How many frames may be worked on at a time. */
  private get most(): number {
    return this.throttle.isCalm(performance.now()) ? limits.pendingFrames : limits.busyFrames
  }

  private end(): void {
    this.ended = true
    clearTimeout(this.helloTimer)
    for (const { done } of this.waiting.splice(0)) done()
    // Frames that arrive from here on are dropped, but they have to be read, or the close itself would not be seen.
    this.rest.end()
    this.flow()
  }

  /** Counts what came. Who is too fast is not read for a while, and sent away if that does not help. */
  private pay(length: number): void {
    const now = performance.now()
    const measure = this.ended ? undefined : this.throttle.pay(length, now)
    if (!measure) return
    if (measure.do === 'end') return this.turnAway(measure.limit)
    if (!this.rest.over) this.services.metrics.paused.inc({ limit: measure.limit })
    this.rest.begin(now)
    this.flow()
  }

  /** Reads on, or not: what has arrived is worked on first, and who is too fast has to wait. */
  private flow(): void {
    const pause = !this.ended &&
      (this.finishing || this.rest.over !== undefined || this.pending >= limits.pendingFrames)
    if (pause === this.paused) return
    this.paused = pause
    if (pause) this.peer.pause()
    else this.peer.resume()
  }

  private write(frame: Buffer): void {
    if (this.ended || !this.peer.open) return
    const { bounds, metrics, log } = this.services
    if (this.peer.bufferedAmount + frame.length > bounds.buffer) {
      metrics.slowReaders.inc()
      log('cut a connection: it reads too slowly', { level: 'warn' })
      this.cut()
      return
    }
    metrics.framesOut.inc()
    this.peer.send(frame)
  }
}
