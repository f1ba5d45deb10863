import type { Person } from '../model/person'
import { answerOf, type Ask, askOnce, requestsTransport } from '../transports/requests'
import { type DefinedProtocol, defineProtocol, textOf } from './define'
import type { HistoryQuery, LinkContext } from './definition'
import { type FieldMap, jsonOf, objectOf, saidBy, timeOf } from './fields'
import type { Room, Said } from './news'

export interface HttpMessagesOptions {
  readonly me: Person | (() => Person)
  /** How news come. @default 'polling' */
  readonly way?: 'polling' | 'long-polling' | 'sse'
  /** @default one with the id `main` */
  readonly room?: Room
  /** How often it is asked, in ms. @default 3,000 */
  readonly every?: number
  /** How long the server may wait for something to tell, in ms. @default 25,000 */
  readonly wait?: number
  /** Added to each request, for instance a token. */
  readonly headers?: () => Readonly<Record<string, string>>
  /** @default { id: 'id', name: 'name', text: 'text', seq: 'seq', time: 'at' } */
  readonly fields?: FieldMap
  /** Where messages are posted and listed. @default '/messages' */
  readonly path?: string
  /** Where the stream is. @default '/events' */
  readonly streamPath?: string
}

const defaultFields: FieldMap = { id: 'id', name: 'name', text: 'text', seq: 'seq', time: 'at' }
/** How often the server's stream must show a sign of life, in ms. */
const STREAM_LIFE = 20_000
/** How many one answer holds at most. */
const PAGE = 100

/**
 * Messages that are posted and asked for by HTTP, without a WebSocket: `POST /messages`, `GET /messages?after=1` or
 * `GET /events?after=1`. The server numbers them, and stores an id once.
 */
export function httpMessages(options: HttpMessagesOptions): DefinedProtocol {
  const {
    way = 'polling', every = 3_000, wait = 25_000, headers, fields = defaultFields, path = '/messages',
    streamPath = '/events',
  } = options
  let base = ''
  /** The number of the newest that came: it outlives a link, so that the next one goes on there. */
  let cursor: number | undefined
  /** The highest number that the server told, and what it was when news were asked for. */
  let top = 0
  let asked = 0

  const get = (url: string, query: string): Ask =>
    ({ url: base + url + (query && `?${query}`), headers: headers?.() })

  function said(value: unknown): Said[] {
    const object = objectOf(value)
    const one = object && saidBy(fields, object)
    return one ? [one] : []
  }

  /** What an answer brings: a list of messages, or one of them as an event. */
  function listOf(body: string): Said[] {
    const value = jsonOf(body)
    const list = objectOf(value)?.messages
    return Array.isArray(list) ? list.flatMap(said) : said(value)
  }

  function took(body: string): boolean {
    const list = listOf(body)
    const newest = list[list.length - 1]?.seq
    const { last } = objectOf(jsonOf(body)) ?? {}
    if (newest !== undefined || typeof last === 'number') cursor = newest ?? last as number
    // On a new link the newest page shows that it is another log.
    if (typeof last === 'number' && last < asked) {
      top = last
      throw new Error('the server counts anew')
    }
    top = Math.max(top, cursor ?? 0)
    return list.length > 0 && (way === 'long-polling' || cursor !== last)
  }

  async function history({ before, after, limit }: HistoryQuery, { platform }: LinkContext): Promise<Said[]> {
    const end = before?.seq ?? Infinity
    if (end <= 1) return []
    const from = after ?? (before ? Math.max(0, end - 1 - Math.min(limit, PAGE)) : undefined)
    const { status, body } = await askOnce(platform, get(path, from === undefined ? '' : `after=${from}`))
    if (status !== 200) throw new Error(`history gave ${status}`)
    return listOf(body).filter(({ seq = 0 }) => seq < end)
  }

  return defineProtocol({
    name: `http-${way}`,
    me: options.me,
    rooms: options.room && [options.room],
    acks: 'ack',
    counts: true,
    heartbeat: way === 'sse' ? { kind: 'listen', interval: STREAM_LIFE } : undefined,
    transports(url, platform) {
      base = url.replace(/\/$/, '')
      return [requestsTransport(way, {
        platform,
        way: way === 'sse' ? 'stream' : 'ask',
        pause: every,
        wait: way === 'long-polling' ? wait : 0,
        news(wait) {
          asked = top
          const query = [cursor === undefined ? '' : `after=${cursor}`, wait > 0 ? `wait=${wait}` : '']
          return get(way === 'sse' ? streamPath : path, query.filter(Boolean).join('&'))
        },
        took,
        post: body => ({ ...get(path, ''), body }),
      })]
    },
    decode(frame) {
      const text = textOf(frame)
      const answer = answerOf(text)
      if (!answer) return listOf(text)
      const [status, sent, body] = answer
      const { [fields.id ?? 'id']: id } = objectOf(jsonOf(sent)) ?? {}
      const clientId = String(id)
      const stored = objectOf(jsonOf(body)) ?? {}
      if (status < 200 || status >= 300) return { type: 'refused', clientId, why: `${status} ${String(stored.error)}` }
      const { [fields.seq ?? 'seq']: seq, [fields.time ?? 'at']: at } = stored
      if (typeof seq !== 'number') return { type: 'stored', clientId, id: clientId, at: timeOf(at) }
      top = Math.max(top, seq)
      return { type: 'stored', clientId, id: clientId, seq, at: timeOf(at) }
    },
    encode({ id, text }, { me }) {
      const { id: idField = 'id', name = 'name', text: textField } = fields
      return JSON.stringify({ [idField]: id, [name]: me.name, [textField]: text })
    },
    history,
  })
}
