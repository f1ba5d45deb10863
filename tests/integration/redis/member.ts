import type { ServerFrame } from '../../../src/protocols/native/wire'
import { login } from '../../helpers/server'
import { WireClient } from '../../helpers/wire-client'

const pause = (ms: number) => new Promise(next => setTimeout(next, ms))

/**
 * A client that does what the protocol asks of one, and no more: after a break it comes back, fetches what it missed,
 * and sends again what was not acknowledged. It counts what the server must not do.
 */
export class Member {
  /** The ids of the log, by `seq`. */
  readonly log = new Map<number, string>()
  /** The `seq` of what was acknowledged, by id. */
  readonly acked = new Map<string, number>()
  /** What a live link left out, gave twice, or told otherwise than before. */
  readonly wrong: string[] = []
  /** Links that were opened. */
  links = 0
  private readonly outbox: string[] = []
  private client: WireClient | undefined
  private isOver = false
  private written = 0
  private readonly running: Promise<void>

  private constructor(
    readonly name: string, private readonly token: string, private readonly portOf: () => number,
  ) {
    this.running = this.run()
  }

  /** @param portOf - where to connect the next time */
  static async start(name: string, portOf: () => number): Promise<Member> {
    const { token } = await login(portOf(), name)
    return new Member(name, token, portOf)
  }

  /** Writes a message, now or when there is a link. */
  say(): void {
    this.written += 1
    const id = `${this.name}-${this.written}`
    this.outbox.push(id)
    this.send(id)
  }

  /** Whether all that it wrote was acknowledged, and it has the log up to there. */
  isDone(head: number): boolean {
    return this.outbox.length === 0 && this.log.size >= head
  }

  async stop(): Promise<void> {
    this.isOver = true
    await this.client?.end()
    await this.running
  }

  private send(id: string): void {
    this.client?.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      try {
        await this.attempt(await WireClient.open(this.portOf()))
      } catch {
        // Whatever it was: come again.
      }
      this.client = undefined
      await pause(30)
    }
  }

  private async attempt(client: WireClient): Promise<void> {
    try {
      const { conversations: [general] } = await client.hello(this.token)
      this.links += 1
      // From here on the link itself has to bring all that comes.
      let live = general?.head ?? 0
      this.client = client
      for (const id of this.outbox) this.send(id)
      for (let last = 0; last < live;) {
        const { events } = await client.history({ after: last, limit: 200 })
        for (const { seq, id } of events) this.note(seq, id)
        last = events.at(-1)?.seq ?? live
      }
      for (;;) {
        for (const frame of client.frames.splice(0)) live = this.take(frame, live)
        if (client.socket.readyState === client.socket.CLOSED || this.isOver) return
        await pause(5)
      }
    } finally {
      await client.end()
    }
  }

  private take(frame: ServerFrame, live: number): number {
    if (frame.type === 'ack') {
      const index = this.outbox.indexOf(frame.id)
      if (index >= 0) this.outbox.splice(index, 1)
      const known = this.acked.get(frame.id) ?? frame.seq
      if (known !== frame.seq) this.wrong.push(`${frame.id} acknowledged as ${known} and ${frame.seq}`)
      this.acked.set(frame.id, frame.seq)
    }
    if (frame.type !== 'event') return live
    const { seq, id } = frame.event
    this.note(seq, id)
    // What came between the subscription and the welcome is in both.
    if (seq <= live && live === 0) this.wrong.push(`${seq} came before the start`)
    if (seq > live + 1) this.wrong.push(`${seq} came after ${live}`)
    return Math.max(live, seq)
  }

  private note(seq: number, id: string): void {
    const known = this.log.get(seq) ?? id
    if (known !== id) this.wrong.push(`${seq} is ${known} and ${id}`)
    this.log.set(seq, id)
  }
}
