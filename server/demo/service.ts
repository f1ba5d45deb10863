import { randomUUID } from 'node:crypto'
import type { WireContent, WirePerson } from '../../src/protocols/native/wire'
import type { Hub } from '../hub'
import type { Store } from '../store'
import { answerTo, greet, scripts } from './script'

/** How long customer service writes at an answer, in ms: as somebody who is quick. */
const writing = 700

type Language = keyof typeof scripts

const languages = Object.keys(scripts) as Language[]
const agents = new Map(languages.map(language => [`service-${language}`, language]))

/**
 * The demo's customer service: small programs, one for each language, which talk as people do, by the store and the
 * hub. On many servers the one that took a message answers it.
 */
export class Service {
  // By conversation: the agent in it, or nothing where there is none.
  private readonly agentIn = new Map<string, Promise<WirePerson | undefined>>()
  private readonly timers = new Set<NodeJS.Timeout>()

  constructor(private readonly store: Store, private readonly hub: Hub, private readonly failed: () => void) {
    const [people, write] = [store.people.bind(store), store.write.bind(store)]
    // They are in everybody's list already.
    store.people = async (...wanted) => (await people(...wanted)).filter(({ id }) => !agents.has(id))
    store.write = (from, frame) => {
      const written = write(from, frame)
      if (frame.type === 'send' && !agents.has(from.id)) {
        written.then((done) => {
          if (done.outcome === 'stored') this.heard(frame.conversation, done.event.seq, frame.content)
        }, () => undefined)
      }
      return written
    }
  }

  /** Begins a conversation with somebody who hasn't one in this language. */
  async greet(visitor: WirePerson, language: string): Promise<void> {
    const agent = agentFor(/^zh/i.test(language) ? 'zh' : 'en')
    await this.store.putPerson(agent)
    const opened = await this.store.openDirect(visitor.id, agent.id)
    if (!opened?.created) return
    await this.say(opened.id, agent, greet(scripts[languageOf(agent)], visitor.name))
  }

  /** Says nothing more. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }

  private heard(conversation: string, seq: number, content: WireContent): void {
    this.answer(conversation, seq, content).catch(this.failed)
  }

  private async answer(conversation: string, seq: number, content: WireContent): Promise<void> {
    const agent = await this.findAgent(conversation)
    if (!agent) return
    const cursor = await this.store.read(conversation, agent.id, seq)
    if (cursor?.progress) this.hub.reached(cursor.progress)
    this.hub.typing(conversation, agent, true)
    await this.pause()
    this.hub.typing(conversation, agent, false)
    for (const next of answerTo(scripts[languageOf(agent)], content)) await this.say(conversation, agent, next)
  }

  private findAgent(conversation: string): Promise<WirePerson | undefined> {
    const known = this.agentIn.get(conversation)
    if (known) return known
    const found = this.lookFor(conversation)
    this.agentIn.set(conversation, found)
    found.catch(() => this.agentIn.delete(conversation))
    return found
  }

  private async lookFor(conversation: string): Promise<WirePerson | undefined> {
    for (const language of languages) {
      const agent = agentFor(language)
      if ((await this.store.conversation(conversation, agent.id))?.kind === 'direct') return agent
    }
  }

  private async say(conversation: string, agent: WirePerson, content: WireContent): Promise<void> {
    const written = await this.store.write(agent, { type: 'send', id: randomUUID(), conversation, content })
    if (written.outcome === 'stored') this.hub.wrote(conversation, written.event)
  }

  private pause(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.timers.delete(timer)
        done()
      }, writing)
      this.timers.add(timer)
    })
  }
}

function agentFor(language: Language): WirePerson {
  return { id: `service-${language}`, name: scripts[language].name }
}

function languageOf({ id }: WirePerson): Language {
  return agents.get(id) ?? 'en'
}
