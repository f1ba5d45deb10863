import { start as startEvents } from '../../../examples/servers/event-rooms'
import { start as startJson } from '../../../examples/servers/json-rooms'
import { start as startLong } from '../../../examples/servers/long-polling'
import { start as startPolling } from '../../../examples/servers/polling'
import type { Running } from '../../../examples/servers/shared/running'
import { start as startSocketIo } from '../../../examples/servers/socket-io/server'
import { start as startSse } from '../../../examples/servers/sse'
import { start as startText } from '../../../examples/servers/text-rooms'
import { NO_TOKEN } from '../../../src/protocols/protocol'
import type { AdapterName } from '../../adapter-app/protocols'
import { login, Stage } from '../server'

/** A kind of server, and what it is able to do. */
export interface Backend {
  start(): Promise<Running>
  /** What its address begins with. @default 'ws' */
  readonly scheme?: 'http'
  /** What follows the port in its address. @default nothing */
  readonly path?: string
  /** The room that all are in. @default 'main' */
  readonly room?: string
  /** Who one is, for the server. @default nobody has to say */
  readonly token?: (port: number, name: string) => Promise<string> | string
  /** What others are called, by the order in which they came. @default by their names */
  readonly names?: 'numbers'
  /** Whether what was said while one was away is there afterwards. */
  readonly keeps: boolean
  /** Whether a message that went twice, as a break left it unclear, is one. */
  readonly once: boolean
  /** Whether a dead link can be found. */
  readonly heartbeat: boolean
  /** How it shows that somebody comes and goes. @default not at all */
  readonly comings?: 'lines' | 'members'
}

async function startNative(): Promise<Running> {
  const stage = new Stage()
  const { port } = await stage.server()
  return { port, close: () => stage.close() }
}

const numbered = { scheme: 'http', keeps: true, once: true, heartbeat: true } as const

/** What the kit speaks to, and what may be expected of it. */
export const backends: Readonly<Record<AdapterName, Backend>> = {
  'native': {
    start: startNative, path: '/v1/ws', room: 'general', token: async (port, name) => (await login(port, name)).token,
    keeps: true, once: true, heartbeat: true,
  },
  'text-rooms': {
    start: () => startText({ prefix: true }), names: 'numbers', keeps: false, once: false, heartbeat: false,
  },
  'json-rooms': { start: startJson, keeps: false, once: true, heartbeat: true },
  'event-rooms': { start: startEvents, keeps: false, once: false, heartbeat: false, comings: 'lines' },
  'socket.io': { start: startSocketIo, ...numbered, token: (_, name) => name, comings: 'members' },
  'polling': { start: startPolling, ...numbered },
  'long-polling': { start: startLong, ...numbered },
  'sse': { start: startSse, ...numbered },
}

export const adapterNames = Object.keys(backends) as AdapterName[]

/** Who one is, for the server. */
export function tokenFor({ token }: Backend, port: number, name: string): Promise<string> | string {
  return token?.(port, name) ?? NO_TOKEN
}
