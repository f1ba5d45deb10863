/** The connection's states, what moves it from one to the next, and why: the one table, that the tests walk. */

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

/** Why the connection is in the state it is in. */
export const Reason = {
  /** Nothing has happened yet. */
  none: 0,
  /** The app asked for it. */
  asked: 1,
  /** The link is open. */
  linkOpened: 2,
  /** The server let us in. */
  welcomed: 3,
  /** It is time for the next try. */
  timeToRetry: 4,
  /** The app came to the front, or the network came back. */
  woken: 5,
  /** The app went to the background. */
  asleep: 6,
  /** Nobody is signed in: `getToken` gave nothing. */
  nobody: 7,
  /** The link ended: by the server, by the network or by the platform. */
  linkEnded: 10,
  /** No link came in time: something on the way swallows it. */
  connectTimeout: 11,
  /** No welcome came in time. */
  welcomeTimeout: 12,
  /** Nothing came, not even the answer to a ping. */
  silence: 13,
  /** `getToken` failed. */
  noToken: 14,
  /** The server asked to come back later. */
  serverBusy: 15,
  /** A better transport works again. */
  climbing: 16,
  /** The server refused the token; a new one is tried once. */
  tokenRefused: 17,
  /** The server refused the token or the version. */
  serverRefused: 20,
} as const

/** One of the values of {@link Reason}. */
export type Reason = (typeof Reason)[keyof typeof Reason]
