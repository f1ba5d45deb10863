import * as Reason from '../../src/connection/reason'
import type { ConnectionState } from '../../src/connection/states'

/**
 * What a plain request to the same address led to, as browsers tell nothing of a WebSocket that failed: a status, or
 * `answers` when something answers that the browser won't show, or `nothing`.
 */
export type Probe = number | 'answers' | 'nothing'

/** All that is known when it is asked what is wrong. */
export interface Seen {
  readonly state: ConnectionState
  /** Why the last try failed: one of `Reason`, or undefined as long as none has. */
  readonly failed?: number
  /** The same, in the platform's or the server's words. */
  readonly detail: string
  /** Whether the socket had opened before. */
  readonly opened: boolean
  /** The code with which the socket was closed after that. */
  readonly code?: number
  readonly closeReason?: string
  readonly probe?: Probe
  /** Whether it is asked over HTTP only. */
  readonly isHttp: boolean
  /** Whether the address is without TLS, where the platform wants it. */
  readonly lacksTls: boolean
  /** Why frames were dropped, the most frequent first. */
  readonly dropped: string
  /** The fields of the last object that came, when none had one with a text. */
  readonly otherFields?: readonly string[]
}

/** What is the matter. The words for each, and what to do, are in `words.ts`. */
export type Kind =
  | 'connecting' | 'entering' | 'online' | 'checking'
  | 'tls' | 'domain' | 'nothing' | 'cors' | 'hidden' | 'notFound' | 'forbidden' | 'page' | 'noUpgrade' | 'gateway'
  | 'status' | 'swallowed' | 'noWelcome' | 'closed' | 'cut' | 'silence' | 'refused' | 'notJson' | 'notUnderstood'
  | 'otherFields'

export interface Finding {
  readonly kind: Kind
  readonly level: 'good' | 'busy' | 'bad'
  /** A status, a code, or somebody's words; may be empty. */
  readonly detail: string
}

/** Says what is the matter, as far as can be told. */
export function diagnose(seen: Seen): Finding {
  const bad = (kind: Kind, detail: string | number = seen.detail): Finding =>
    ({ kind, level: 'bad', detail: String(detail) })
  const { state, failed, dropped, otherFields } = seen
  if (failed === Reason.serverRefused || failed === Reason.tokenRefused || state === 'refused') return bad('refused')
  if (dropped) return bad(/json/i.test(dropped) ? 'notJson' : 'notUnderstood', dropped)
  if (otherFields) return bad('otherFields', otherFields.join(', '))
  if (failed === undefined) {
    if (state === 'online') return { kind: 'online', level: 'good', detail: '' }
    return { kind: state === 'authenticating' ? 'entering' : 'connecting', level: 'busy', detail: '' }
  }
  if (failed === Reason.silence) return bad('silence', '')
  if (failed === Reason.welcomeTimeout) return bad('noWelcome', '')
  if (seen.opened) return seen.code === undefined || seen.code === 1006 ? bad('cut') : bad('closed', closing(seen))
  return unopened(seen, bad)
}

function closing({ code, closeReason }: Seen): string {
  return closeReason ? `${code} ${closeReason}` : String(code)
}

/** No link came about. */
function unopened(seen: Seen, bad: (kind: Kind, detail?: string | number) => Finding): Finding {
  const { probe, isHttp, failed } = seen
  if (/domain list|合法域名/i.test(seen.detail)) return bad('domain')
  if (seen.lacksTls) return bad('tls')
  if (probe === undefined) return { kind: 'checking', level: 'busy', detail: '' }
  if (probe === 'nothing') return failed === Reason.connectTimeout ? bad('swallowed', '') : bad('nothing', '')
  if (probe === 'answers') return bad(isHttp ? 'cors' : 'hidden', '')
  if (probe === 404 || probe === 410) return bad('notFound', probe)
  if (probe === 401 || probe === 403) return bad('forbidden', probe)
  if (probe >= 500) return bad('gateway', probe)
  if (isHttp) return bad('status', probe)
  return probe < 400 ? bad('page', probe) : bad('noUpgrade', probe)
}
