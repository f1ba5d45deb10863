import type { Frame } from '../../src/platform/types'
import type { Link, LinkEnd, LinkListener, Transport } from '../../src/transports/transport'

/** One link of a {@link FakeTransport}, in the hands of the test. */
export class FakeLink implements Link {
  readonly sent: Frame[] = []
  closed = false
  /** Whether handing over a frame shows that the link is gone. */
  dead = false

  constructor(private readonly listener: LinkListener) {}

  send(frame: Frame): void {
    if (this.dead) return this.end({ message: 'send failed' })
    this.sent.push(frame)
  }

  close(): void {
    this.closed = true
  }

  open(): void {
    this.listener.opened()
  }

  say(frame: Frame): void {
    this.listener.frame(frame)
  }

  end(end: LinkEnd = { message: 'gone' }): void {
    this.listener.ended(end)
  }
}

/**
 * A transport whose links say what the test says. They go on speaking after they were closed, which the real ones
 * don't: the connection has to bear it.
 */
export class FakeTransport implements Transport {
  readonly links: FakeLink[] = []

  constructor(readonly name = 'fake') {}

  open(listener: LinkListener): Link {
    const link = new FakeLink(listener)
    this.links.push(link)
    return link
  }

  /** The newest link. */
  get link(): FakeLink {
    const link = this.links[this.links.length - 1]
    if (!link) throw new Error('no link was opened')
    return link
  }

  /** How many links are not closed. */
  get living(): number {
    return this.links.filter(({ closed }) => !closed).length
  }
}
