import type {
  ChangeFrame, WireEvent, WireMessage, WirePerson, WireQuote, WireTarget, WriteFrame,
} from '../../src/protocols/native/wire'
import { limits } from '../limits'
import { cleanAnnouncement, cleanTitle } from '../names'
import type { Refusal, Written } from '../store'
import { channels, keys } from './keys'
import type { Scripts } from './scripts'

/** Something of one person that waits for its turn. */
interface Waiting {
  from: WirePerson
  frame: WriteFrame
  resolve(written: Written): void
  reject(error: unknown): void
}

/** What `write.lua` gives for one entry, or `change.lua`. */
type Answer =
  | ['stored', seq: number, at: string, target: number, count: number, quote?: string]
  | ['stored', seq: number, event: string]
  | ['repeated', seq: number, at: string]
  | ['refused', why: Refusal]

// One call holds Redis up for everybody: so many take about a millisecond.
const most = 64

/**
 * Writes what waits, one call at a time for each person: what waits meanwhile goes together in the next one. Two calls
 * on their way at once would not do. The first may fail (Redis has no memory left, or was started anew and doesn't know
 * the script) and the second succeed, and then what was written later would come first.
 */
export class Batch {
  private readonly waiting = new Map<string, Waiting[]>()

  constructor(private readonly scripts: Pick<Scripts, 'tell'>) {}

  /** Fulfilled when Redis has it, or refused it. All of one person are answered in the order of the calls. */
  write(from: WirePerson, frame: WriteFrame): Promise<Written> {
    return new Promise((resolve, reject) => {
      const item: Waiting = { from, frame, resolve, reject }
      const before = this.waiting.get(from.id)
      if (before) {
        before.push(item)
        return
      }
      const queue = [item]
      this.waiting.set(from.id, queue)
      // What came in the same moment goes together.
      setImmediate(() => void this.work(from.id, queue))
    })
  }

  private async work(person: string, queue: Waiting[]): Promise<void> {
    try {
      for (let next = takeNext(queue); next.length > 0; next = takeNext(queue)) {
        const [{ frame: { conversation } }] = next as [Waiting, ...Waiting[]]
        const answers = await this.call(person, conversation, next).catch((error: unknown) => {
          // What waits behind it would overtake it.
          for (const { reject } of [...next, ...queue.splice(0)]) reject(error)
          return []
        })
        answers.forEach((answer, index) => {
          const item = next[index]
          item?.resolve(toWritten(item, answer))
        })
      }
    } finally {
      this.waiting.delete(person)
    }
  }

  private async call(person: string, conversation: string, items: readonly Waiting[]): Promise<Answer[]> {
    const where = [keys.conversation(conversation), keys.used(person)]
    const who = [
      channels.conversation(conversation), JSON.stringify(conversation), person, JSON.stringify(items[0]?.from),
    ]
    const [first] = items
    if (first?.frame.type === 'change') {
      const { change } = first.frame
      const isPin = change === 'pinned' || change === 'unpinned'
      return [await (isPin ? this.pin(where, who, first.frame) : this.change(where, who, person, first.frame))]
    }
    const answers = await this.scripts.tell('write', where,
      [...who, limits.emojis, ...items.flatMap(({ frame }) => (frame.type === 'change' ? [] : argumentsOf(frame)))])
    if (!Array.isArray(answers) || answers.length !== items.length) throw new Error('not as many answers as entries')
    return answers as Answer[]
  }

  private async pin(where: string[], who: string[], { id, change, target }: ChangeFrame): Promise<Answer> {
    return await this.scripts.tell('pin', where, [...who, id, change, nameOf(target), limits.pins]) as Answer
  }

  private async change(where: string[], who: string[], person: string, frame: ChangeFrame): Promise<Answer> {
    const { conversation, id, change, role = '' } = frame
    const isAboutPeople = change === 'added' || change === 'removed' || change === 'role'
    const people = change === 'left' ? [person] : [...new Set(isAboutPeople ? frame.people : [])]
    const title = saysOf(frame)
    return await this.scripts.tell('change', [...where, keys.people, ...people.map(keys.conversationsOf)], [
      ...who, conversation, id, change, role, title, JSON.stringify(title), channels.person(''), limits.groupMembers,
      limits.conversations, ...people,
    ]) as Answer
  }
}

/** Takes what may go together off the queue: for one conversation, of one name and picture. A change goes alone. */
function takeNext(queue: Waiting[]): Waiting[] {
  const [first] = queue
  if (!first) return []
  if (first.frame.type === 'change') return queue.splice(0, 1)
  const other = queue.findIndex(({ frame, from }) => (
    frame.type === 'change' || frame.conversation !== first.frame.conversation || from.name !== first.from.name
    || from.avatar !== first.from.avatar))
  return queue.splice(0, Math.min(other < 0 ? queue.length : other, most))
}

/** What a group is to say of itself from now on. */
function saysOf({ change, title, text, writers }: ChangeFrame): string {
  if (change === 'writers') return writers ?? 'all'
  return (change === 'announcement' ? cleanAnnouncement(text) : cleanTitle(title)) ?? ''
}

/** What adds an entry by `write.lua`. */
type Entry = Exclude<WriteFrame, ChangeFrame>

const types = { send: 'message', edit: 'edit', recall: 'recall', react: 'react' } as const

/** Type, id, the rest of the event, content, target, emoji or mentions, on. */
function argumentsOf(frame: Entry): string[] {
  const { type, id } = frame
  const rest: Record<string, unknown> = { type: types[type], id }
  if (type === 'send' && frame.mentions?.length) rest.mentions = frame.mentions
  const written = JSON.stringify(rest).slice(1, -1)
  switch (frame.type) {
    case 'send':
      return [
        type, id, written, JSON.stringify(frame.content), nameOf(frame.quote),
        [...new Set(frame.mentions)].join(' '), '',
      ]
    case 'edit':
      return [type, id, written, JSON.stringify(frame.content), nameOf(frame.target), '', '']
    case 'recall':
      return [type, id, written, '', nameOf(frame.target), '', '']
    case 'react':
      return [type, id, written, '', nameOf(frame.target), JSON.stringify(frame.emoji), frame.on ? '1' : '0']
  }
}

/** A message as the scripts know it; empty if there is none. */
function nameOf(target: WireTarget | undefined): string {
  return target ? `${target.from} ${target.id}` : ''
}

function toWritten({ from, frame }: Waiting, answer: Answer): Written {
  if (answer[0] === 'refused') return { outcome: 'refused', why: answer[1] }
  const [outcome, seq] = answer
  const at = Number(answer[2])
  if (outcome === 'repeated') return { outcome, seq, at }
  if (frame.type === 'change') return { outcome, event: JSON.parse(answer[2]) as WireEvent }
  const [, , , target = 0, count = 0, quote] = answer
  const event = toEvent({ seq, id: frame.id, from, at }, frame, target, count)
  return { outcome, event: quote ? { ...event as WireMessage, quote: JSON.parse(quote) as WireQuote } : event }
}

function toEvent(
  base: Pick<WireMessage, 'seq' | 'id' | 'from' | 'at'>, frame: Entry, target: number, count: number,
): WireEvent {
  switch (frame.type) {
    case 'send': {
      const event: WireMessage = { ...base, type: 'message', content: frame.content }
      if (frame.mentions?.length) event.mentions = frame.mentions
      return event
    }
    case 'edit':
      return { ...base, type: 'edit', target, content: frame.content }
    case 'recall':
      return { ...base, type: 'recall', target }
    case 'react':
      return { ...base, type: 'react', target, emoji: frame.emoji, on: frame.on, count }
  }
}
