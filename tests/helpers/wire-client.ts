import { WebSocket } from 'ws'
import type {
  ClientFrame, ServerFrame, WelcomeFrame, WireContent, WireEvent,
} from '../../src/protocols/native/wire'

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>

/** The native protocol by hand: sends any frame, and keeps what comes until somebody asks for it. */
export class WireClient {
  /** Fulfilled with the close code when the link is down. */
  readonly closed: Promise<number>
  /** Frames that nobody took yet, in their order. */
  readonly frames: ServerFrame[] = []
  /** What the last hello was answered with. */
  welcome!: WelcomeFrame

  private readonly waiting = new Set<() => void>()
  private ids = 0

  private constructor(readonly socket: WebSocket) {
    socket.on('message', data => {
      this.frames.push(JSON.parse(String(data)) as ServerFrame)
      this.wake()
    })
    socket.on('error', () => undefined)
    this.closed = new Promise(done => socket.once('close', code => {
      done(code)
      this.wake()
    }))
  }

  /** Connects, and says nothing. */
  static open(port: number, options: { autoPong?: boolean } = {}): Promise<WireClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`, options)
    const client = new WireClient(socket)
    return new Promise((done, fail) => {
      socket.once('open', () => done(client))
      socket.once('error', fail)
    })
  }

  get self() {
    return this.welcome.self
  }

  /** Sends a frame of the protocol. */
  send(frame: ClientFrame): void {
    this.raw(JSON.stringify(frame))
  }

  /** Sends anything. */
  raw(data: string | Buffer): void {
    this.socket.send(data)
  }

  /** Says hello and waits for the welcome. */
  async hello(token: string): Promise<WelcomeFrame> {
    this.send({ type: 'hello', version: 1, token })
    this.welcome = await this.take('welcome')
    return this.welcome
  }

  /** Takes the oldest frame of this type (that fits), waiting for it if need be. Others stay where they are. */
  async take<T extends ServerFrame['type']>(
    type: T, fits: (frame: FrameOf<T>) => boolean = () => true,
  ): Promise<FrameOf<T>> {
    for (;;) {
      const index = this.frames.findIndex(frame => frame.type === type && fits(frame as FrameOf<T>))
      if (index >= 0) return this.frames.splice(index, 1)[0] as FrameOf<T>
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed while waiting for ${type}`)
      await new Promise<void>(done => this.waiting.add(done))
    }
  }

  /** Sends a message and takes its acknowledgement. */
  async say(content: string | WireContent, conversation = 'general', id = this.newId()) {
    this.send({
      type: 'send', id, conversation, content: typeof content === 'string' ? { kind: 'text', text: content } : content,
    })
    return this.take('ack', ack => ack.id === id)
  }

  /** Sends a frame that must fail, and takes the error with its id. */
  async refused(frame: ClientFrame & { id: string }) {
    this.send(frame)
    return this.take('error', error => error.id === frame.id)
  }

  /** Asks for a part of a log. */
  async history(range: { before?: number, after?: number, limit: number }, conversation = 'general') {
    const id = this.newId()
    this.send({ type: 'history', id, conversation, ...range })
    return this.take('page', page => page.id === id)
  }

  /** Opens the direct conversation with a person. */
  async open(person: string) {
    const id = this.newId()
    this.send({ type: 'open', id, person })
    return (await this.take('conversation', frame => frame.id === id)).conversation
  }

  /** Takes the next event. */
  async event(): Promise<WireEvent> {
    return (await this.take('event')).event
  }

  /** When this is done, everything that the server sent before has arrived. */
  async settle(): Promise<void> {
    const id = this.newId()
    this.send({ type: 'ping', id })
    await this.take('pong', pong => pong.id === id)
  }

  /** Closes the link and waits until it is. */
  async end(): Promise<void> {
    this.socket.terminate()
    await this.closed
  }

  newId(): string {
    this.ids += 1
    return `id-${this.ids}`
  }

  private wake(): void {
    const waiting = [...this.waiting]
    this.waiting.clear()
    for (const done of waiting) done()
  }
}
