import type { Dialect } from './dialects'
import type { Page } from './page'

/** What a client tells. */
export interface ClientListener {
  /** It calls itself connected. */
  online(): void
  /** It no longer does. */
  offline(): void
  /** The app got its first message of a connection, or its like: a welcome counts. */
  message(): void
}

/** A running client. */
export interface Client {
  stop(): void
}

/** A library that keeps a connection, behind one face. */
export interface Contender {
  readonly name: string
  readonly version: string
  readonly dialect: Dialect
  /** Whether something of the library is random once per page, so that each client needs a page of its own. */
  readonly ownPage: boolean
  /** Starts a client in a page. Its sockets' addresses hold `client=ID`. */
  start(page: Page, host: string, client: number, listener: ClientListener): Client
}
