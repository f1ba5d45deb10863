/** The connection's states, what moves it from one to the next, and why: the one table, that the tests walk. */

import type * as reasons from './reason'

/**
 * - `idle`: not asked for yet, or nobody is signed in
 * - `connecting`: the token is fetched and the transport opens a link
 * - `authenticating`: the link is open, the server has not let us in yet
 * - `online`: frames go both ways
 * - `waiting`: for the next try
 * - `suspended`: in the background, where sockets are cut: the next try comes with the foreground
 * - `closed`: as asked for
 * - `refused`: the server said never; only a new `start` tries again
 */
export type ConnectionState =
  | 'idle' | 'connecting' | 'authenticating' | 'online' | 'waiting' | 'suspended' | 'closed' | 'refused'

/** What happens to a connection. */
export type ConnectionSignal =
  /** The app asks for the connection. */
  | 'start'
  /** There is no token, as nobody is signed in. */
  | 'nobody'
  /** The transport has a link. */
  | 'opened'
  /** The server has let us in. */
  | 'accepted'
  /** The link is gone, whatever the reason: error, close, silence, a failed send. All lead through this one door. */
  | 'lost'
  /** As `lost`, while the app is in the background. */
  | 'lostAsleep'
  /** The time to wait is over, or something says that a try may work now. */
  | 'retry'
  /** The app goes to the background. */
  | 'sleep'
  /** The app comes to the front. */
  | 'wake'
  /** The server said never. */
  | 'refused'
  /** The app is done with the connection. */
  | 'stop'

type Row = Readonly<Partial<Record<ConnectionSignal, ConnectionState>>>

/** Wherever there is a link or an attempt at one, it can end. */
const lossy: Row = { lost: 'waiting', lostAsleep: 'suspended', refused: 'refused', stop: 'closed' }

/** State by state, what each signal leads to. A signal that isn't listed changes nothing there. */
export const transitions: Readonly<Record<ConnectionState, Row>> = {
  idle: { start: 'connecting', stop: 'closed' },
  // An attempt that was under way when the app came to the front, or on another network, may hang: it begins anew.
  connecting: { ...lossy, nobody: 'idle', opened: 'authenticating', wake: 'connecting' },
  authenticating: { ...lossy, accepted: 'online', wake: 'connecting' },
  online: lossy,
  waiting: { retry: 'connecting', wake: 'connecting', sleep: 'suspended', stop: 'closed' },
  suspended: { wake: 'connecting', retry: 'connecting', stop: 'closed' },
  closed: { start: 'connecting' },
  refused: { start: 'connecting', stop: 'closed' },
}

/** One of the values of `reason.ts`. */
export type Reason = (typeof reasons)[keyof typeof reasons]
