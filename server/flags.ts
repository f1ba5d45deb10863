import { isIP } from 'node:net'
import { defaultBounds } from './bounds'
import { levels } from './log'
import type { Level } from './log'
import type { MonitorOptions } from './monitor'

/** Something on the command line or in the environment is wrong; the message says what. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** An option of the command line, which may come from the environment too. */
export interface Flag<T> {
  /** What stands for its value in the help. */
  value: string
  /** The variable of the environment; the command line goes first. */
  env: string
  /** What it is if nobody says so, as one would have written it; nothing if it is not there then. */
  default: string
  help: string
  /** Reads it. `from` is its name, as whoever wrote it knows it. */
  read(text: string, from: string): T
}

/** The longest delay that a timer takes, in ms: 24.8 days. */
const longestTimer = 2 ** 31 - 1

function number(least: number, most: number) {
  return (text: string, from: string): number => {
    const value = Number(text)
    if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value
    throw new UsageError(`${from} should be a number from ${least} to ${most}, not ${quote(text)}`)
  }
}

const count = number(1, 10_000_000)
const time = number(1, longestTimer)

function readHost(text: string, from: string): string {
  if (isIP(text) > 0 || /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(text)) return text
  throw new UsageError(`${from} should be an address or the name of a host, not ${quote(text)}`)
}

function readStore(text: string, from: string): string {
  if (text === '') throw new UsageError(`${from} is empty`)
  // It may have a password in it, and is not told.
  if (/^rediss?:/i.test(text) && !(URL.canParse(text) && new URL(text).hostname !== '')) {
    throw new UsageError(`${from} should be a file or redis://HOST:PORT/DATABASE`)
  }
  return text
}

function readFolder(text: string, from: string): string | undefined {
  // It may have a password in it, as that of the store, and is not told.
  if (/^[a-z][a-z+.-]+:\/\//i.test(text)) throw new UsageError(`${from} should be a folder, and not an address`)
  return text || undefined
}

function readOrigins(text: string, from: string): string[] | undefined {
  if (text === '') return undefined
  return text.split(',').map((part) => {
    const origin = part.trim().toLowerCase()
    if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
    throw new UsageError(`${from} should be origins like https://example.com, divided by commas, not ${quote(text)}`)
  })
}

function readMonitor(text: string, from: string): MonitorOptions | undefined {
  if (text === '') return undefined
  const parts = /^(?:(.+):)?(\d{1,5})$/.exec(text)
  const host = parts?.[1]?.replace(/^\[(.*)\]$/, '$1') ?? '127.0.0.1'
  const port = Number(parts?.[2])
  if (parts && port <= 65535) return { host: readHost(host, from), port }
  throw new UsageError(`${from} should be PORT or ADDRESS:PORT, not ${quote(text)}`)
}

function readLevel(text: string, from: string): Level {
  const level = levels.find(each => each === text)
  if (level) return level
  throw new UsageError(`${from} should be one of ${levels.join(', ')}, not ${quote(text)}`)
}

// One line, whatever it was.
function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100))
}

/** All options that have a value, in the order of the help. */
export const flags = {
  'port': {
    value: 'N', env: 'PORT', default: '8787', read: number(0, 65535),
    help: 'the port; a taken one gives the next free one',
  } as Flag<number>,
  'host': {
    value: 'ADDRESS', env: 'CHAT_HOST', default: '127.0.0.1', read: readHost,
    help: 'the address to listen on; 0.0.0.0 for all',
  } as Flag<string>,
  'store': {
    value: 'FILE', env: 'CHAT_STORE', default: '.data/chat.db', read: readStore,
    help: 'the SQLite file, made if missing; or redis://HOST:PORT/DATABASE, for one server or many',
  } as Flag<string>,
  'files': {
    value: 'FOLDER', env: 'CHAT_FILES', default: '', read: readFolder,
    help: 'where uploaded files are kept, the same for all nodes; "files" beside the SQLite file, or .data/files',
  } as Flag<string | undefined>,
  'file-size': {
    value: 'BYTES', env: 'CHAT_FILE_SIZE', default: String(defaultBounds.fileBytes), read: number(1, 2 ** 40),
    help: 'the longest file that may be uploaded',
  } as Flag<number>,
  'origins': {
    value: 'LIST', env: 'CHAT_ORIGINS', default: '', read: readOrigins,
    help: 'origins whose pages may connect, divided by commas; without it all may. Whoever names none may anyway',
  } as Flag<string[] | undefined>,
  'proxies': {
    value: 'N', env: 'CHAT_PROXIES', default: '0', read: number(0, 10),
    help: 'how many proxies stand in front and add to X-Forwarded-For',
  } as Flag<number>,
  'metrics': {
    value: '[ADDRESS:]PORT', env: 'CHAT_METRICS', default: '', read: readMonitor,
    help: 'shows numbers to Prometheus (GET /metrics) there; of 127.0.0.1 if only a port is given',
  } as Flag<MonitorOptions | undefined>,
  'log': {
    value: 'LEVEL', env: 'CHAT_LOG', default: 'info', read: readLevel,
    help: `what is logged to stderr, as lines of JSON: ${levels.join(', ')}`,
  } as Flag<Level>,
  'drain': {
    value: 'MS', env: 'CHAT_DRAIN', default: '5000', read: number(100, 600_000),
    help: 'how long a stop (SIGTERM, SIGINT) may take',
  } as Flag<number>,
  'connections': {
    value: 'N', env: 'CHAT_CONNECTIONS', default: String(defaultBounds.connections), read: count,
    help: 'the most connections',
  } as Flag<number>,
  'address-connections': {
    value: 'N', env: 'CHAT_ADDRESS_CONNECTIONS', default: String(defaultBounds.connectionsPerAddress), read: count,
    help: 'the most connections from one address',
  } as Flag<number>,
  'person-connections': {
    value: 'N', env: 'CHAT_PERSON_CONNECTIONS', default: String(defaultBounds.connectionsPerPerson), read: count,
    help: 'the most connections of one person',
  } as Flag<number>,
  'strangers': {
    value: 'N', env: 'CHAT_STRANGERS', default: String(defaultBounds.strangers), read: count,
    help: 'the most connections that have not said hello',
  } as Flag<number>,
  'rate': {
    value: 'N', env: 'CHAT_RATE', default: String(defaultBounds.rate), read: count,
    help: 'frames a second of one connection',
  } as Flag<number>,
  'person-rate': {
    value: 'N', env: 'CHAT_PERSON_RATE', default: String(defaultBounds.personRate), read: count,
    help: 'frames a second of all connections of one person',
  } as Flag<number>,
  'buffer': {
    // Less would not hold a page.
    value: 'BYTES', env: 'CHAT_BUFFER', default: String(defaultBounds.buffer), read: number(2 ** 21, 2 ** 30),
    help: 'what a client may leave unread before it is cut',
  } as Flag<number>,
  'hello-time': {
    value: 'MS', env: 'CHAT_HELLO_TIME', default: '10000', read: time,
    help: 'how long a client may take to say hello',
  } as Flag<number>,
  'request-time': {
    value: 'MS', env: 'CHAT_REQUEST_TIME', default: '10000', read: time,
    help: 'how long a client may take for an HTTP request, or for its headers',
  } as Flag<number>,
  'heartbeat': {
    value: 'MS', env: 'CHAT_HEARTBEAT', default: '15000', read: number(100, 600_000),
    help: 'how often a quiet client is to give a sign of life; it is cut after four times as long',
  } as Flag<number>,
}

type Flags = typeof flags

/** The values of all of {@link flags}. */
export type FlagValues = { [Name in keyof Flags]: ReturnType<Flags[Name]['read']> }

/**
 * Reads all of {@link flags}, from the command line first.
 * @throws {@link UsageError}
 */
export function readFlags(given: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv): FlagValues {
  const values = Object.entries<Flag<unknown>>(flags).map(([name, flag]) => {
    const text = given[name]
    if (typeof text === 'string') return [name, flag.read(text, `--${name}`)]
    return [name, flag.read(env[flag.env] || flag.default, flag.env)]
  })
  return Object.fromEntries(values) as FlagValues
}

/** The lines of the help about {@link flags}. */
export function describeFlags(): string {
  return Object.entries<Flag<unknown>>(flags).map(([name, flag]) => {
    const usual = flag.default === '' ? '' : `default ${flag.default}, `
    return `  --${name} ${flag.value}\n      ${flag.help} (${usual}or ${flag.env})`
  }).join('\n')
}
