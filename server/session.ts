import type { ClientFrame, ServerFrame, WirePerson } from '../src/protocols/native/wire'
import * as WireCode from '../src/protocols/native/wire-code'
import type { Auth } from './auth'
import { runCommand, sayHello } from './commands'
import { parseFrame } from './frames'
import type { ParsedFrame } from './frames'
import type { Hub } from './hub'
import { limits } from './limits'
import type { Listener } from './listeners'
import type { Peer, PeerListener } from './peer'
import type { Store } from './store'
import { isWrite } from './write'

/** What every session of a server shares. */
export interface Services {
  store: Store
  hub: Hub
  auth: Auth
  /** How long a connection may take to say hello, in ms. */
  helloTimeout: number
  /** What `welcome.heartbeat` says, in ms; {@link Session.beat} is called as often. */
  heartbeat: number
  /** Takes one line about what happened; never contents or tokens. */
  log(line: string): void
}

// A client that answers neither its own heartbeat nor our pings for so many beats is gone.
const silentBeats = 4
// The longest delay that a timer takes, in ms: 24.8 days.
const longestTimer = 2 ** 31 - 1

/**
 * One connection, from its opening to its end, over whatever carries it. Its frames are worked on one after another,
 * in their order; only writes that follow each other are handed to the store together, which keeps their order.
 */
export class Session implements Listener, PeerListener {
  /** Who this is; undefined until a hello was accepted. */
  person: WirePerson | undefined
  /** Fulfilled when everything this connection asked for so far is done. */
  idle: Promise<void> = Promise.resolve()
  /** Fulfilled when the link is closed. */
  readonly parted: Promise<void>
  /** Once true, no frame is worked on any more. */
  ended = false

  // Fulfilled when the last frame that was no write is done.
  private begun: Promise<void> = Promise.resolve()
  private pending = 0
  private badFrames = 0
  private quietBeats = 0
  // What happens between the subscription and the welcome waits here: nothing comes before the welcome.
  private held: Buffer[] | undefined
  private readonly helloTimer: NodeJS.Timeout
  private tokenTimer: NodeJS.Timeout | undefined
  private part!: () => void

  constructor(private readonly peer: Peer, readonly services: Services) {
    this.helloTimer = setTimeout(() => this.fail(WireCode.helloTimeout, 'no hello in time'), services.helloTimeout)
    this.parted = new Promise(resolve => {
      this.part = resolve
    })
  }

  /** Encodes and sends one frame to this connection. */
  send(frame: ServerFrame): void {
    this.write(Buffer.from(JSON.stringify(frame)))
  }

  deliver(frame: Buffer): void {
    if (this.held) this.held.push(frame)
    else this.write(frame)
  }

  lost(): void {
    this.fail(WireCode.goingAway, 'what others say may not arrive here', 500 + Math.floor(Math.random() * 1500))
  }

  /** From here on frames of others are held back until {@link welcome}. Fulfilled when none of them is missed. */
  identify(person: WirePerson): Promise<void> {
    this.person = person
    this.held = []
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
    this.ended = true
    clearTimeout(this.helloTimer)
    // Frames that arrive from here on are dropped, but they have to be read, or the close itself would not be seen.
    this.peer.resume()
    this.peer.close(code, message)
  }

  /** Cuts the link without a word. */
  cut(): void {
    this.ended = true
    this.peer.terminate()
  }

  /** Called once per heartbeat: asks a quiet client for a sign of life, and cuts off a silent one. */
  beat(): void {
    this.quietBeats += 1
    if (this.quietBeats > silentBeats) {
      this.services.log('cut a connection: silent for too long')
      this.cut()
    } else if (this.quietBeats > 1 && !this.ended) {
      // Browsers slow a background page's timers down to one a minute, but answer this by themselves.
      this.peer.ping()
    }
  }

  alive(): void {
    this.quietBeats = 0
  }

  receive(frame: string | undefined): Promise<void> {
    this.alive()
    if (this.ended) return this.idle
    this.pending += 1
    if (this.pending === limits.pendingFrames) this.peer.pause()
    const parsed: ParsedFrame = frame === undefined
      ? { ok: false, problem: 'frames are text, not binary' }
      : parseFrame(frame)
    const before = this.idle
    const writes = parsed.ok && isWrite(parsed.frame)
    const done = (writes ? this.begun : before).then(() => this.take(parsed, before))
    this.idle = before.then(() => done).then(() => {
      this.pending -= 1
      if (this.pending === limits.pendingFrames - 1) this.peer.resume()
    })
    if (!writes) this.begun = this.idle
    return this.idle
  }

  gone(): void {
    this.ended = true
    clearTimeout(this.helloTimer)
    clearTimeout(this.tokenTimer)
    if (this.person) this.services.hub.remove(this, this.person.id)
    this.part()
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
      // Only the kind of the error is logged: its message may quote what a person wrote.
      const kind = error instanceof Error ? `${error.name} ${'code' in error ? String(error.code) : ''}` : 'unknown'
      this.services.log(`a ${parsed.frame.type} command failed: ${kind.trim()}`)
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
    if (this.badFrames >= limits.badFrames) this.fail(WireCode.badFrame, 'too many bad frames')
    else this.refuse(id, WireCode.badFrame, problem)
  }

  private write(frame: Buffer): void {
    if (this.ended || !this.peer.open) return
    if (this.peer.bufferedAmount + frame.length > limits.bufferBytes) {
      this.services.log('cut a connection: it reads too slowly')
      this.cut()
      return
    }
    this.peer.send(frame)
  }
}
