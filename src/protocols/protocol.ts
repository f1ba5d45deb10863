import type { ChatCommand, ChatEvent } from '../model/events'
import type { Frame } from '../platform/types'

/** See `connection/heartbeat.ts`. */
type HeartbeatKind = 'ask' | 'listen' | 'none'

/** How a server speaks: frames to events, commands to frames. It holds no state and does no work of its own. */
export interface Protocol {
  readonly name: string
  /** How the two sides know of each other that they live: `ask` needs `ping`, and `pong` events for answers. */
  readonly heartbeat: HeartbeatKind
  /** The first frame of a link. */
  hello(token: string): Frame
  /** A sign of life that the server answers, or null if it has none. */
  ping(id: string): Frame | null
  encode(command: ChatCommand): Frame
  /** Never throws: what can't be understood becomes an `ignored` event. */
  decode(frame: Frame): ChatEvent
}
