import type { SearchFrame, WireContent, WireHit } from '../src/protocols/native/wire'
import { limits } from './limits'
import { type Mark, Walk } from './search-walk'
import type { Store } from './store'

/** What a search found; `more` is where the next one goes on. */
export interface Found {
  hits: WireHit[]
  more?: string
  /** How many entries were looked at. */
  looked: number
}

/** Says what is wrong with a search, in words for a developer; undefined if it may be done. */
export function searchProblem({ text, before }: SearchFrame): string | undefined {
  if (text.length > limits.searchText) return `the text is longer than ${limits.searchText} characters`
  if (text.trim() === '') return 'the text is empty'
  return before !== undefined && !readMark(before) ? 'before is not the more of an answer' : undefined
}

/**
 * Looks for messages that have all words of a text, from the newest back, until there are enough hits, or enough was
 * looked at. Undefined if the one conversation that is asked for isn't this person's.
 */
export async function search(store: Store, person: string, frame: SearchFrame): Promise<Found | undefined> {
  const { conversation, limit, before = '' } = frame
  const places = (await store.places(person)).filter(place => !conversation || place.conversation === conversation)
  if (conversation !== undefined && places.length === 0) return undefined

  const isMeant = matcher(frame.text)
  let last = readMark(before)
  const walk = new Walk(store, person, places, last)
  const hits: WireHit[] = []
  let bytes = 0
  while (hits.length < limit && bytes < limits.pageBytes && walk.looked < limits.searchAll) {
    const next = await walk.next()
    if (!next) break
    last = next.mark
    const { mark, content } = next
    if (!isMeant(content)) continue
    const page = await store.history(mark.conversation, person, { after: mark.seq - 1, limit: 1 })
    const event = page?.events[0]
    // It may have been edited, recalled or hidden since.
    if (event?.type !== 'message' || !isMeant(JSON.stringify(event.content))) continue
    bytes += content.length
    hits.push({ conversation: mark.conversation, event })
  }
  const found: Found = { hits, looked: walk.looked }
  if (last && !walk.isOver) found.more = writeMark(last)
  return found
}

/** Whether a content, given as JSON, has all words of this text. */
function matcher(text: string): (content: string) => boolean {
  const words = plain(text).split(/\s+/).filter(word => word !== '')
  return (content) => {
    if (content === '') return false
    const said = plain(textOf(JSON.parse(content) as Record<string, unknown>))
    return words.every(word => said.includes(word))
  }
}

/** Case makes no difference, nor how a letter with a mark is composed. */
function plain(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** What one may look for in a content. */
function textOf({ kind, text, caption, name, title }: Partial<WireContent> & Record<string, unknown>): string {
  const all = kind === 'text' || kind === 'markdown' ? [text] : [caption, name, title]
  return all.filter(part => typeof part === 'string').join('\n')
}

function writeMark({ at, seq, conversation }: Mark): string {
  return `${at}.${seq}.${conversation}`
}

function readMark(text: string): Mark | undefined {
  const [, at, seq, conversation] = /^(\d{1,15})\.(\d{1,15})\.([\x21-\x7e]{1,64})$/.exec(text) ?? []
  return conversation === undefined ? undefined : { at: Number(at), seq: Number(seq), conversation }
}
