import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { reply, replyStream } from './answers'
import type { Peer } from './peer'

/** How a link ended, as its client is told. */
interface LinkEnd {
  close: number
  reason: string
}

/**
 * One link over HTTP. Frames go down in the one request that is there for them: a stream, or one poll after another,
 * between which they wait. Whatever is lost with a request, the link is lost with it, so that a client may rely on
 * having got everything for as long as the link lasts, as with a WebSocket.
 */
export class HttpLink implements Peer {
  /** The secret by which the client's requests are known: 128 random bits. */
  readonly id = randomBytes(16).toString('base64url')
  private readonly turns = { up: 0, down: 0 }
  private waiting: Buffer[] = []
  private waitingBytes = 0
  private stream: ServerResponse | undefined
  private poll: ServerResponse | undefined
  private gathering = false
  private end: LinkEnd | undefined
  private over = false
  private timer: NodeJS.Timeout | undefined

  /**
   * @param patience - how long there may be no request for what goes down, in ms
   * @param gone - called once, when it is over
   */
  constructor(private readonly patience: number, private readonly gone: () => void) {
    this.expectRequest()
  }

  get open(): boolean {
    return !this.end && !this.over
  }

  get bufferedAmount(): number {
    return this.waitingBytes + (this.stream?.writableLength ?? 0)
  }

  send(frame: Buffer): void {
    if (!this.open) return
    if (this.stream) {
      this.stream.write(Buffer.concat([startOfEvent, frame, endOfEvent]))
      return
    }
    this.waiting.push(frame)
    this.waitingBytes += frame.length
    this.answerSoon()
  }

  close(code: number, reason: string): void {
    if (!this.open) return
    this.end = { close: code, reason }
    this.expectRequest()
    if (this.stream) this.stream.end(eventOf('close', JSON.stringify(this.end)))
    else this.answerSoon()
  }

  terminate(): void {
    if (this.over) return
    this.over = true
    clearTimeout(this.timer)
    this.stream?.destroy()
    this.poll?.destroy()
    this.waiting = []
    this.gone()
  }

  ping(): void {
    if (!this.open) return
    // An empty answer is followed by the next poll.
    if (this.stream) this.stream.write(eventOf('ping', 'ping'))
    else this.answer()
  }

  // Nothing has to stop: the next frames don't come before the ones before have been worked on and answered.
  pause(): void {}
  resume(): void {}

  /** A comment that keeps proxies from taking a quiet stream for a dead one. */
  keepAlive(): void {
    if (this.open) this.stream?.write(':\n\n')
  }

  /**
   * Whether it is the turn of a request, by the number that it has among those of its direction: 1, 2, 3 and so on.
   * Browsers send a request again by themselves when its connection breaks; what the first one did or took away would
   * be done twice, or missing.
   */
  takeTurn(direction: 'up' | 'down', turn: number): boolean {
    if (turn !== this.turns[direction] + 1 || (direction === 'down' && (this.stream ?? this.poll))) return false
    this.turns[direction] += 1
    return true
  }

  /** From now on all that comes goes down in this answer. */
  answerByStream(response: ServerResponse): void {
    this.stream = response
    clearTimeout(this.timer)
    response.once('close', () => this.terminate())
    replyStream(response)
    response.write(eventOf('open', 'open'))
    for (const frame of this.waiting.splice(0)) response.write(Buffer.concat([startOfEvent, frame, endOfEvent]))
    this.waitingBytes = 0
    if (this.end) response.end(eventOf('close', JSON.stringify(this.end)))
  }

  /** Answers with the frames that wait, or as soon as there are some, but after `wait` ms at the latest. */
  answerPoll(response: ServerResponse, wait: number): void {
    this.poll = response
    clearTimeout(this.timer)
    response.once('close', () => {
      if (this.end || !response.writableFinished) this.terminate()
    })
    if (this.waiting.length > 0 || this.end || wait === 0) this.answer()
    else this.timer = setTimeout(() => this.answer(), wait)
  }

  /** What comes in the same moment, as an acknowledgement and its event do, goes in one answer. */
  private answerSoon(): void {
    if (this.gathering || !this.poll) return
    this.gathering = true
    setImmediate(() => {
      this.gathering = false
      this.answer()
    })
  }

  private answer(): void {
    const response = this.poll
    if (!response || this.over) return
    this.poll = undefined
    this.expectRequest()
    const items = this.waiting.splice(0).map(frame => JSON.stringify(String(frame)))
    this.waitingBytes = 0
    if (this.end) items.push(JSON.stringify(this.end))
    reply(response, 200, `[${items.join()}]`)
  }

  private expectRequest(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.terminate(), this.patience)
  }
}

// Frames are JSON, which has no raw line ends: one data line each.
const startOfEvent = Buffer.from('data: ')
const endOfEvent = Buffer.from('\n\n')

function eventOf(type: string, data: string): string {
  return `event: ${type}\ndata: ${data}\n\n`
}
