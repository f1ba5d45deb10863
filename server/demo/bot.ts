import type { AskToldFrame, ServerFrame, WireEvent, WirePerson } from '../../src/protocols/native/wire'
import { answers, greeting, type Language } from './answers'
import type { Hub } from '../hub'
import type { Listener } from '../listeners'
import type { Store } from '../store'

/** How often a piece is told, and how often all of it is told again, in ms. */
const pieceTime = 60
const wholeTime = 3000
/** How long it seems to think first, in ms. */
const thinkTime = 700

const bot: WirePerson = { id: 'demo-bot', name: 'Demo bot' }

/** An id that it uses in this conversation only. */
const idOf = (conversation: string, name: string | number): string => `${conversation.slice(0, 40)}-${name}`

/** An answer that is being written. */
interface Writing {
  readonly conversation: string
  /** The message's id. */
  readonly id: string
  readonly stream: string
  readonly text: string
  length: number
  toldAt: number
  timer: NodeJS.Timeout
}

/**
 * Somebody to talk to in the demo, who says canned texts, and nothing else: for looking at how answers are written.
 * It is a person like any other, and shows what who writes answers has to do: see docs/streaming.md. There may be one
 * on each node: ids come of what is answered, so each answer is stored once, and the node that stored it writes it.
 */
export class Bot implements Listener {
  private readonly writings = new Map<string, Writing>()

  constructor(private readonly store: Store, private readonly hub: Hub) {}

  async start(): Promise<void> {
    await this.store.putPerson(bot)
    await this.hub.add(this, bot.id)
    await this.hub.subscribe(this, await this.store.conversationIds(bot.id))
  }

  stop(): void {
    for (const { timer } of this.writings.values()) clearTimeout(timer)
    this.hub.remove(this, bot.id)
  }

  /** Has a conversation with somebody. */
  async meet(person: string): Promise<void> {
    const opened = await this.store.openDirect(person, bot.id)
    if (!opened?.created) return
    await this.hub.opened(opened.id, [person, bot.id], this)
    await this.write(opened.id, idOf(opened.id, 'hello'), { kind: 'markdown', text: greeting })
  }

  deliver(frame: Buffer): void {
    const told = JSON.parse(frame.toString()) as ServerFrame
    const done = told.type === 'event' ? this.heard(told.conversation, told.event)
      : told.type === 'stream' && 'ask' in told ? this.asked(told) : undefined
    // The demo goes on without it.
    done?.catch(() => undefined)
  }

  lost(): void {
    this.hub.remove(this, bot.id)
    this.start().catch(() => undefined)
  }

  private async heard(conversation: string, event: WireEvent): Promise<void> {
    if (event.type !== 'message' || event.from.id === bot.id) return
    const { kind, text } = event.content
    const language: Language = kind === 'text' && /\p{Script=Han}/u.test(String(text)) ? 'zh' : 'en'
    const all = answers[language]
    const id = idOf(conversation, event.seq)
    const stream = `${id}-1`
    const begun = await this.write(conversation, id, { kind: 'markdown', text: '', stream })
    if (begun) this.begin({ conversation, id, stream, text: all[event.seq % all.length] ?? '' })
  }

  private async asked({ conversation, stream, ask }: AskToldFrame): Promise<void> {
    const writing = this.writings.get(stream)
    if (ask === 'stop') return writing && this.end(writing, 'stopped')
    const [, id = '', seq, turn] = /^(.+-(\d+))-(\d+)$/.exec(stream) ?? []
    if (writing || seq === undefined) return
    const next = `${id}-${Number(turn) + 1}`
    const all = [...answers.en, ...answers.zh]
    const begun = await this.edit(conversation, id, { kind: 'markdown', text: '', stream: next })
    const text = all[(Number(seq) + Number(turn)) % all.length] ?? ''
    if (begun) this.begin({ conversation, id, stream: next, text })
  }

  private begin(what: Pick<Writing, 'conversation' | 'id' | 'stream' | 'text'>): void {
    const timer = setTimeout(() => this.goOn(writing), thinkTime)
    const writing: Writing = { ...what, length: 0, toldAt: Date.now(), timer }
    this.writings.set(what.stream, writing)
  }

  private goOn(writing: Writing): void {
    const { conversation, stream, text, length } = writing
    const now = Date.now()
    const isWhole = now - writing.toldAt >= wholeTime
    // Never through a character of two code units.
    const piece = [...text.slice(length, length + 40)].slice(0, 4 + (length % 7)).join('')
    writing.length += piece.length
    const offset = isWhole ? 0 : length
    if (isWhole) writing.toldAt = now
    const told = text.slice(offset, writing.length)
    this.hub.stream({ type: 'stream', conversation, stream, from: bot, offset, text: told })
    if (writing.length < text.length) writing.timer = setTimeout(() => this.goOn(writing), pieceTime)
    else void this.end(writing, 'done').catch(() => undefined)
  }

  private async end(writing: Writing, ended: 'done' | 'stopped'): Promise<void> {
    const { conversation, id, stream, text, length, timer } = writing
    clearTimeout(timer)
    this.writings.delete(stream)
    await this.edit(conversation, id, { kind: 'markdown', text: text.slice(0, length), stream, ended }, `${stream}-end`)
  }

  private edit(conversation: string, message: string, content: Content, id = content.stream ?? ''): Promise<boolean> {
    return this.store.write(bot, { type: 'edit', id, conversation, target: { from: bot.id, id: message }, content })
      .then(written => this.told(conversation, written))
  }

  private write(conversation: string, id: string, content: Content): Promise<boolean> {
    return this.store.write(bot, { type: 'send', id, conversation, content })
      .then(written => this.told(conversation, written))
  }

  /** Tells the members; whether it was stored now. */
  private told(conversation: string, written: Awaited<ReturnType<Store['write']>>): boolean {
    if (written.outcome !== 'stored') return false
    this.hub.wrote(conversation, written.event)
    return true
  }
}

interface Content {
  kind: 'markdown'
  text: string
  stream?: string
  ended?: 'done' | 'stopped'
  [field: string]: unknown
}
