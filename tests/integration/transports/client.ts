import type { ClientFrame, ServerFrame, WelcomeFrame } from '../../../src/protocols/native/wire'
import type { Platform } from '../../../src/platform/types'
import { longPolling } from '../../../src/transports/long-polling'
import { polling } from '../../../src/transports/polling'
import { sse } from '../../../src/transports/sse'
import type { Link, LinkEnd, Transport } from '../../../src/transports/transport'

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>

/** The transports over HTTP, by name. */
export const overHttp: [string, (base: string, platform: Platform) => Transport][] = [
  ['sse', sse], ['long-polling', longPolling], ['polling', polling],
]

/** The native protocol by hand over any transport: sends any frame, and keeps what comes until somebody asks for it. */
export class LinkClient {
  readonly frames: ServerFrame[] = []
  /** What the transport told, in order: `opened`, `frame`, `ended`. */
  readonly told: string[] = []
  readonly opened: Promise<void>
  /** Fulfilled with why the link ended. */
  readonly ended: Promise<LinkEnd>
  readonly link: Link
  private readonly waiting = new Set<() => void>()

  constructor(transport: Transport) {
    let tellOpened = (): void => {}
    let tellEnded: (end: LinkEnd) => void = () => {}
    this.opened = new Promise(done => { tellOpened = done })
    this.ended = new Promise(done => { tellEnded = done })
    this.link = transport.open({
      opened: () => {
        this.told.push('opened')
        tellOpened()
      },
      frame: frame => {
        this.told.push('frame')
        this.frames.push(JSON.parse(String(frame)) as ServerFrame)
        this.wake()
      },
      ended: end => {
        this.told.push('ended')
        tellEnded(end)
        this.wake()
      },
    })
  }

  send(frame: ClientFrame): void {
    this.link.send(JSON.stringify(frame))
  }

  /** Says hello as soon as the link is open, and waits for the welcome. */
  async hello(token: string): Promise<WelcomeFrame> {
    await this.opened
    this.send({ type: 'hello', version: 1, token })
    return this.take('welcome')
  }

  /** Sends a text to everyone. */
  say(text: string, id: string): void {
    this.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text } })
  }

  /** Takes the oldest frame of this type, waiting for it if need be. Others stay where they are. */
  async take<T extends ServerFrame['type']>(type: T): Promise<FrameOf<T>> {
    for (;;) {
      const index = this.frames.findIndex(frame => frame.type === type)
      if (index >= 0) return this.frames.splice(index, 1)[0] as FrameOf<T>
      if (this.told.includes('ended')) throw new Error(`ended while waiting for ${type}`)
      await new Promise<void>(done => this.waiting.add(done))
    }
  }

  private wake(): void {
    for (const done of this.waiting) done()
    this.waiting.clear()
  }
}
