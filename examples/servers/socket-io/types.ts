import type { DefaultEventsMap, Namespace, Socket } from 'socket.io'

/** What the server knows of who is behind a socket. */
export interface Person {
  name: string
}

/** Any events: what they bring is checked when it comes. */
export type Events = DefaultEventsMap
export type PersonSocket = Socket<Events, Events, Events, Person>
/** A namespace. */
export type Rooms = Namespace<Events, Events, Events, Person>
