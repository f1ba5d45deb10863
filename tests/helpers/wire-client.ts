import { WebSocket } from 'ws'
import type {
  ClientFrame, ServerFrame, WelcomeFrame, WireContent, WireEvent, WireMessage, WireTarget, WriteFrame,
} from '../../src/protocols/native/wire'

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>

/** The native protocol by hand: sends any frame, and keeps what comes until somebody asks for it. */
export class WireClient {
  /**
   * Tells a person's connections a frame on the way that news takes between nodes, where there is such a way: what was
   * told before has then arrived, too. Fulfilled with how many nodes heard it.
   */
  static tell: ((person: string, frame: ServerFrame) => Promise<number>) | undefined

  /** Fulfilled with the close code when the link is down. */
  readonly closed: Promise<number>
  /** Frames that nobody took yet, in their order. */
  readonly frames: ServerFrame[] = []
  /** What the last hello was answered with. */
  welcome!: WelcomeFrame

  private static tells = 0

  private readonly told = new Set<string>()
  private readonly waiting = new Set<() => void>()
  private ids = 0

  private constructor(readonly socket: WebSocket) {
    socket.on('message', data => {
      const frame = JSON.parse(String(data)) as ServerFrame
      // What another connection of this person asked to be told.
      if (frame.type === 'pong' && frame.id.startsWith('told-') && !this.told.has(frame.id)) return
      this.frames.push(frame)
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

  /** Sends a frame that writes, and takes its acknowledgement. */
  async write(frame: WriteFrame) {
    this.send(frame)
    return this.take('ack', ack => ack.id === frame.id)
  }

  /** Lets a message say something else. */
  edit(target: WireTarget, text: string, conversation = 'general', id = this.newId()) {
    return this.write({ type: 'edit', id, conversation, target, content: { kind: 'text', text } })
  }

  /** Takes a message back. */
  recall(target: WireTarget, conversation = 'general', id = this.newId()) {
    return this.write({ type: 'recall', id, conversation, target })
  }

  /** Reacts to a message, or takes that back. */
  react(target: WireTarget, emoji: string, on = true, conversation = 'general', id = this.newId()) {
    return this.write({ type: 'react', id, conversation, target, emoji, on })
  }

  /** Moves the read cursor. */
  async read(seq: number, conversation = 'general') {
    this.send({ type: 'read', conversation, seq })
    return this.take('read', read => read.conversation === conversation)
  }

  /** How another may name a message of this person. */
  mine(id: string): WireTarget {
    return { from: this.self.id, id }
  }

  /** Sends a frame that must fail, and takes the error with its id. */
  async refused(frame: ClientFrame & { id: string }) {
    this.send(frame)
    return this.take('error', error => error.id === frame.id)
  }

  /** Asks for a part of a log; for who has hidden something there may be events of type `hidden`, too. */
  async history(range: { before?: number, after?: number, limit: number }, conversation = 'general') {
    const id = this.newId()
    this.send({ type: 'history', id, conversation, ...range })
    const page = await this.take('page', page => page.id === id)
    return { ...page, events: page.events as WireEvent[] }
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

  /** Takes the next event that is a message. */
  async message(): Promise<WireMessage> {
    return (await this.take('event', frame => frame.event.type === 'message')).event as WireMessage
  }

  /** One message as it stands now. */
  async look(seq: number, conversation = 'general'): Promise<WireMessage> {
    const { events: [event] } = await this.history({ after: seq - 1, limit: 1 }, conversation)
    if (event?.type !== 'message' || event.seq !== seq) throw new Error(`there is no message ${seq}`)
    return event
  }

  /** When this is done, everything that the server sent before has arrived, and all news of what is done already. */
  async settle(): Promise<void> {
    await this.answered()
    const person = this.welcome?.self.id
    if (!WireClient.tell || !person) return
    const id = `told-${WireClient.tells++}`
    this.told.add(id)
    if (await WireClient.tell(person, { type: 'pong', id }) === 0) return
    await this.take('pong', pong => pong.id === id)
    // The hub may hold news back until its author has the answer.
    await this.answered()
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

  private async answered(): Promise<void> {
    const id = this.newId()
    this.send({ type: 'ping', id })
    await this.take('pong', pong => pong.id === id)
  }

  private wake(): void {
    const waiting = [...this.waiting]
    this.waiting.clear()
    for (const done of waiting) done()
  }
}

/** What an event says, if it says anything. */
export function contentOf(event: WireEvent): WireContent | undefined {
  return 'content' in event ? event.content : undefined
}
