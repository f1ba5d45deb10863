/** The part of `nodejs-websocket` that event-rooms.ts uses; it comes without types. */
declare module 'nodejs-websocket' {
  import type { EventEmitter } from 'node:events'
  import type { Server as NetServer, Socket } from 'node:net'
  import type { Readable } from 'node:stream'

  export interface Connection extends EventEmitter {
    readonly socket: Socket
    readonly readyState: number
    readonly OPEN: number
    /** What came of a message in several frames, until its last one is here. */
    readonly frameBuffer: string | Readable | null
    sendText(text: string): void
    close(code?: number, reason?: string): void
    on(event: 'text', listener: (text: string) => void): this
    on(event: 'binary', listener: (stream: Readable) => void): this
    on(event: 'close', listener: (code: number, reason: string) => void): this
    on(event: 'error', listener: (error: Error) => void): this
  }

  export interface Server extends EventEmitter {
    readonly socket: NetServer
    readonly connections: readonly Connection[]
  }

  interface Library {
    createServer(onConnection: (connection: Connection) => void): Server
    /** Holds for all servers of the process. */
    setMaxBufferLength(bytes: number): void
  }

  const library: Library
  export default library
}
