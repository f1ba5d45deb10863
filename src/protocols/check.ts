import { fields as objectAt, type Fields } from '../model/read'
import type { Frame, Platform } from '../platform/types'
import type { DefinedProtocol } from './define'
import type { LinkContext, OutgoingMessage, ProtocolDefinition } from './definition'
import type { News, Said } from './news'
import type { Protocol } from './protocol'

/** What {@link checkProtocol} found. */
export interface Finding {
  /** What it is about, to leave it out: `finding.rule !== 'no-ids'`. */
  readonly rule: string
  /** What is wrong, and what to do. */
  readonly says: string
}

/** Real frames to check with; the more, the more is found. */
export interface ProtocolSamples {
  /** Frames that the server sends, copied from the wire. */
  readonly frames?: readonly Frame[]
  /** What the server sends back for a message that was sent as these frames. */
  readonly answer?: (frames: readonly Frame[], message: OutgoingMessage) => readonly Frame[]
  /** Who one is in the samples. @default the definition's `me` */
  readonly me?: LinkContext['me']
}

/** What comes on any link some day. */
const junk: readonly Frame[] = [
  '', ' ', '{', '{}', '[]', 'null', '0', '"x"', '<html></html>', '\ud800', '{"type":null}', '[[]]', new ArrayBuffer(0),
  new Uint8Array([0xff, 0xfe, 0x00]).buffer,
]
/** Times before this, in ms, are seconds: it would be 1973. */
const SECONDS = 1e11
const message: OutgoingMessage = {
  id: 'check-1', room: 'main', content: { kind: 'text', text: 'hello 你好' }, text: 'hello 你好',
}
/** What no definition may need while it reads or writes a frame. */
const platform = {} as Platform

/**
 * Says in words what an adapter does wrong: for tests, `expect(checkProtocol(mine, { frames })).toEqual([])`. Of a
 * protocol that wasn't made by `defineProtocol`, there is nothing to check.
 */
export function checkProtocol(
  protocol: Protocol | DefinedProtocol | ProtocolDefinition, samples: ProtocolSamples = {},
): Finding[] {
  const definition = 'start' in protocol ? (protocol as Partial<DefinedProtocol>).definition : protocol
  if (!definition) return []
  const findings = new Map<string, string>()
  const find = (rule: string, says: string): void => {
    if (!findings.has(rule)) findings.set(rule, says)
  }
  const declared = typeof definition.me === 'function' ? definition.me() : definition.me
  const me = samples.me ?? declared ?? { id: 'me', name: '' }
  const check = createChecks(definition, { me, token: 'token', platform, send: () => true }, find)
  check.settings()
  check.opening()
  const known = (samples.frames ?? []).flatMap(frame => check.frame(frame))
  if (samples.frames && !known.some(({ type }) => type === 'said')) {
    find('nothing-said', 'decode reads no message out of any of the frames')
  }
  const frames = check.encoding()
  if (frames && samples.answer) check.answer(samples.answer(frames, message).flatMap(frame => check.frame(frame)))
  check.junk()
  return [...findings].map(([rule, says]) => ({ rule, says }))
}

function createChecks(
  definition: ProtocolDefinition, context: LinkContext, find: (rule: string, says: string) => void,
) {
  const { acks = 'none', counts = false, heartbeat, encode, history, kinds } = definition

  function read(frame: Frame, rule: string): readonly News[] {
    try {
      const news = definition.decode(frame, context)
      if (news instanceof Promise) find('decode-async', 'decode gives a promise: it must answer at once')
      return Array.isArray(news) ? news as readonly News[] : news ? [news as News] : []
    } catch (error) {
      if (rule) find(rule, `decode throws on ${show(frame)}, a frame of the server: ${String(error)}`)
      return []
    }
  }

  function said({ id, clientId, at, seq, content, from }: Said): void {
    if (typeof content !== 'string' && typeof (content as unknown as Fields | null)?.kind !== 'string') {
      find('content', 'a message has no content: give a text, or an object with a `kind`')
    }
    if (at !== undefined && !Number.isFinite(at)) find('time', `a message's time is ${String(at)}: give ms since 1970`)
    else if (at !== undefined && at < SECONDS) find('time-in-seconds', `the time ${at} is in 1970: give ms`)
    if (seq !== undefined && !counts) find('seq', 'messages have a `seq`, but `counts` isn\'t true: it is not used')
    if (counts && !(Number.isInteger(seq) && (seq as number) > 0)) {
      find('no-seq', '`counts` is true, but a message has no `seq`, from 1 on: it would be dropped')
    }
    if (history && id === undefined && clientId === undefined && !counts) {
      find('no-ids', 'there is a history, but messages have no `id`: only their content tells which are known')
    }
    if (id !== undefined && typeof id !== 'string') find('id-type', 'an `id` must be a string')
    if (typeof from === 'object' && (typeof from?.id !== 'string' || typeof from.name !== 'string')) {
      find('from', '`from` needs an id and a name, both strings; or give the name alone')
    }
  }

  function look(news: News): void {
    if (news.type === 'said') said(news)
    else if (news.type === 'stored' && acks !== 'ack') find('acks', '`stored` comes, but `acks` isn\'t \'ack\'')
    else if (news.type === 'ping' && heartbeat?.kind !== 'listen') {
      find('ping', 'the server pings, but the heartbeat isn\'t \'listen\': a dead link would not show')
    } else if (news.type === 'pong' && heartbeat?.kind !== 'ask') {
      find('pong', 'pongs come, but the heartbeat isn\'t \'ask\'')
    } else if (!types.has(news.type)) {
      find('news', `decode gives news of the type '${String((news as News).type)}', which there is not`)
    }
  }

  return {
    settings(): void {
      if (counts && acks === 'none') find('counts-acks', 'where the server counts, `acks` is \'ack\' or \'echo\'')
      if (acks !== 'none' && !encode) find('no-encode', '`acks` is given, but there is no `encode`')
      if (encode && kinds && kinds.length === 0) find('kinds', 'there is an `encode`, but `kinds` is empty')
      if (heartbeat?.kind === 'ask') {
        const frame: unknown = heartbeat.frame()
        if (!isFrame(frame)) find('heartbeat', 'the heartbeat\'s `frame` gives no frame')
        else if (acks !== 'none' && read(frame, '').some(({ type }) => type === 'said')) {
          find('ping-said', 'the sign of life would be shown as a message, should the server pass it on')
        }
      }
      if (heartbeat && heartbeat.kind !== 'none' && heartbeat.interval !== undefined && heartbeat.interval < 1_000) {
        find('interval', `the heartbeat's interval is ${heartbeat.interval} ms: give ms, not seconds`)
      }
    },

    opening(): void {
      try {
        const opening: unknown = definition.open?.(context)
        const frames = Array.isArray(opening) ? opening as unknown[] : opening ? [opening] : []
        if (!frames.every(isFrame)) find('open', '`open` gives something that is neither a text nor an ArrayBuffer')
      } catch (error) {
        find('open', `\`open\` throws: ${String(error)}`)
      }
    },

    frame(frame: Frame): readonly News[] {
      const news = read(frame, 'decode-throws')
      news.forEach(look)
      return news
    },

    encoding(): readonly Frame[] | null {
      if (!encode) return null
      try {
        const given: unknown = encode(message, context)
        const frames = Array.isArray(given) ? given as unknown[] : [given]
        if (frames.length > 0 && frames.every(isFrame)) return frames
        find('encode', 'encode gives no frame: a text, an ArrayBuffer, or a list of them')
      } catch (error) {
        find('encode', `encode throws: ${String(error)}`)
      }
      return null
    },

    /** Whether what came back tells that the message is stored. */
    answer(news: readonly News[]): void {
      const acked = news.some(one => one.type === 'stored' && one.clientId === message.id)
      const echoed = news.some(one => one.type === 'said' && isEcho(one, context.me))
      if (acks === 'ack' && !acked) {
        find('never-acked', '`acks` is \'ack\', but no `stored` comes with the message\'s id as `clientId`')
      } else if (acks === 'echo' && !echoed) {
        find('never-echoed', '`acks` is \'echo\', but what comes back isn\'t known again: it needs the `clientId`, or'
          + ' to be from `me`, or from nobody, with the same content')
      } else if (acks === 'none' && (acked || echoed)) {
        find('acks-unused', `the server tells that a message is stored: \`acks\` can be '${acked ? 'ack' : 'echo'}'`)
      }
    },

    junk(): void {
      for (const frame of junk) {
        for (const news of read(frame, '')) {
          if (!news || typeof news !== 'object') find('junk', `decode gives ${show(news)} for ${show(frame)}`)
          else if (news.type === 'said' && typeof news.content !== 'string' && !isObject(news.content)) {
            find('junk', `decode makes a message without content of ${show(frame)}: check the fields, or give null`)
          } else if (!types.has(news.type)) {
            find('junk', `decode makes news without a known type of ${show(frame)}: check the fields, or give null`)
          }
        }
      }
    },
  }
}

const types: ReadonlySet<unknown> = new Set<News['type']>([
  'said', 'welcome', 'stored', 'refused', 'notice', 'members', 'ping', 'pong', 'closing',
])

function isObject(value: unknown): boolean {
  try {
    return objectAt(value, '') !== null
  } catch {
    return false
  }
}

function isFrame(value: unknown): value is Frame {
  return typeof value === 'string' || value instanceof ArrayBuffer
}

function isEcho({ clientId, from, mine, content }: Said, me: LinkContext['me']): boolean {
  if (clientId !== undefined) return clientId === message.id
  const text = typeof content === 'string' ? content : content.kind === 'text' ? content.text : ''
  const id = typeof from === 'object' ? from.id : from
  const isMine = mine === undefined ? !from || id === me.id || from === me.name : mine !== false
  return isMine && text.trim() === message.text
}

function show(value: unknown): string {
  return value instanceof ArrayBuffer ? `a binary frame of ${value.byteLength} bytes` : JSON.stringify(value)
}
