/** Limits that whoever runs the server may set, for one process. The others are in `limits.ts`. */
export interface Bounds {
  /** Connections: WebSockets, and links over HTTP. */
  connections: number
  /** Connections from one address: an IPv4 one, or the first 64 bits of an IPv6 one. */
  connectionsPerAddress: number
  /** Connections of one person. */
  connectionsPerPerson: number
  /** Connections that have not said hello. */
  strangers: number
  /** Frames a second of one connection, and a quarter as many at once. A long frame counts as several. */
  rate: number
  /** Frames a second of all connections of one person, and a quarter as many at once. */
  personRate: number
  /** Bytes a client may leave unread before it is cut off; it comes back and catches up by `history`. */
  buffer: number
  /** The longest file that may be uploaded, in bytes. */
  fileBytes: number
}

/**
 * What holds if nothing else is said. The rates are beyond what the kit makes of a round trip of 100 ms with its 256
 * messages under way, 1,600 a second measured, and far beyond people; an address may be that of a school.
 */
export const defaultBounds: Bounds = {
  connections: 20_000,
  connectionsPerAddress: 2000,
  connectionsPerPerson: 32,
  strangers: 2000,
  rate: 2000,
  personRate: 4000,
  buffer: 8 * 1024 * 1024,
  fileBytes: 20 * 1024 * 1024,
}
