import type { Person } from '../../src/model/person'
import { eventRooms, type EventRoomsOptions } from '../../src/protocols/event-rooms'
import { httpMessages, type HttpMessagesOptions } from '../../src/protocols/http-messages'
import { jsonRooms, type JsonRoomsOptions } from '../../src/protocols/json-rooms'
import { native } from '../../src/protocols/native/native'
import type { Protocol } from '../../src/protocols/protocol'
import { socketIo, type SocketIoOptions } from '../../src/protocols/socket-io'
import { textRooms, type TextRoomsOptions } from '../../src/protocols/text-rooms'

/** The kinds of server to try, as the page offers them. */
export const ways = ['native', 'text', 'json', 'events', 'socketIo', 'polling', 'longPolling', 'sse'] as const
export type Way = typeof ways[number]

/** What the person fills in. */
export interface Form {
  way: Way
  url: string
  name: string
  token: string
  room: string
  textField: string
  nameField: string
  idField: string
  /** A JSON object as a text; empty for none. */
  ping: string
  /** The event that enters a room; empty for none. */
  enterEvent: string
  messageEvent: string
  path: string
  echo: boolean
  prefix: boolean
}

export type Field = Exclude<keyof Form, 'way'>

/** As the example servers want it. */
export const emptyForm: Form = {
  way: 'text', url: '', name: 'Ann', token: '', room: 'lobby', textField: 'text', nameField: 'name', idField: 'id',
  ping: '', enterEvent: 'join', messageEvent: 'message', path: '/messages', echo: true, prefix: false,
}

/** One way to speak to a server: what it needs, how it is made, and how that is written. */
interface Recipe {
  readonly fields: readonly Field[]
  /** The address of an example, and what starts it. */
  readonly example: readonly [url: string, command: string]
  protocol(form: Form): Protocol
  /** What the code imports and calls; undefined for the native protocol, which is the default. */
  source?(form: Form): { readonly name: string, readonly file: string, readonly lines: readonly string[] }
}

/** What is made and what is written come from the same arguments, so that they can't differ. */
function recipe<Args extends object>(
  name: string, file: string, make: (args: Args, form: Form) => Protocol, argsOf: (form: Form) => Args,
  more: (form: Form) => readonly string[] = () => [],
): Pick<Recipe, 'protocol' | 'source'> {
  return {
    protocol: form => make(argsOf(form), form),
    source: form => ({
      name, file,
      lines: [
        ...Object.entries(argsOf(form)).filter(([, value]) => value !== undefined)
          .map(([key, value]) => `${key}: ${written(value)}`),
        ...more(form),
      ],
    }),
  }
}

const me = ({ name }: Form): Person => ({ id: name.trim(), name: name.trim() })

function httpRecipe(way: 'polling' | 'long-polling' | 'sse', port: number): Recipe {
  return {
    fields: ['name', 'path'],
    example: [`http://127.0.0.1:${port}`, `npm run example ${way}`],
    ...recipe<HttpMessagesOptions>('httpMessages', 'http-messages', httpMessages, form => ({
      me: me(form), way, path: form.path === emptyForm.path ? undefined : form.path,
    })),
  }
}

export const recipes: Readonly<Record<Way, Recipe>> = {
  native: {
    fields: ['token'],
    example: ['ws://127.0.0.1:8787/v1/ws', 'npm run server'],
    protocol: () => native,
  },
  text: {
    fields: ['name', 'echo', 'prefix'],
    example: ['ws://127.0.0.1:8801', 'npm run example text-rooms'],
    ...recipe<TextRoomsOptions>('textRooms', 'text-rooms', textRooms, form => ({
      me: me(form), echo: form.echo ? undefined : false, prefix: form.prefix || undefined,
    })),
  },
  json: {
    fields: ['name', 'textField', 'nameField', 'idField', 'ping', 'echo'],
    example: ['ws://127.0.0.1:8802', 'npm run example json-rooms'],
    ...recipe<JsonRoomsOptions>('jsonRooms', 'json-rooms', jsonRooms, form => ({
      me: me(form),
      fields: { text: form.textField, name: form.nameField || undefined, id: form.idField || undefined },
      echo: form.echo ? undefined : false,
      ping: jsonObject(form.ping) ?? undefined,
    })),
  },
  events: {
    fields: ['name'],
    example: ['ws://127.0.0.1:8803', 'npm run example event-rooms'],
    ...recipe<EventRoomsOptions>('eventRooms', 'event-rooms', eventRooms, form => ({ name: form.name.trim() })),
  },
  socketIo: {
    fields: ['name', 'room', 'enterEvent', 'messageEvent', 'token'],
    example: ['http://127.0.0.1:8804', 'npm run example socket-io'],
    ...recipe<SocketIoOptions>(
      'socketIo', 'socket-io',
      (args, { enterEvent }) => socketIo({ ...args, enter: enterEvent ? room => [enterEvent, room] : undefined }),
      form => ({
        me: me(form),
        rooms: [{ id: form.room }],
        needsToken: form.token ? true : undefined,
        event: form.messageEvent === emptyForm.messageEvent ? undefined : form.messageEvent,
      }),
      ({ enterEvent }) => enterEvent ? [`enter: room => [${written(enterEvent)}, room]`] : [],
    ),
  },
  polling: httpRecipe('polling', 8805),
  longPolling: httpRecipe('long-polling', 8806),
  sse: httpRecipe('sse', 8807),
}

/** An object that is written as JSON; null if it is none. */
function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** Which fields can't be as they are. */
export function faultsOf(form: Form): Field[] {
  const needed = new Set<Field>(['name', 'textField', 'room', 'messageEvent', 'path'])
  if (form.way === 'native') needed.add('token')
  const isWeb = /^https?:\/\/[^\s/]+/i.test(form.url.trim())
  const isSocket = /^wss?:\/\/[^\s/]+/i.test(form.url.trim())
  const isAddress = recipes[form.way].example[0].startsWith('ws') ? isSocket : isWeb
  const faults = recipes[form.way].fields.filter(field => (
    field === 'ping' ? form.ping.trim() !== '' && !jsonObject(form.ping)
      : needed.has(field) && String(form[field]).trim() === ''
  ))
  return isAddress ? faults : ['url', ...faults]
}

/** Whether `createChatKit` gets a token. It is never written into the code. */
export function hasToken({ way, token }: Form): boolean {
  return recipes[way].fields.includes('token') && token !== ''
}

/** The code that does in an app what the page did. */
export function codeFor(form: Form): string {
  const source = recipes[form.way].source?.(form)
  return [
    'import { createPinia } from \'pinia\'',
    'import { createChatKit } from \'uni-chat-kit\'',
    ...source ? [`import { ${source.name} } from 'uni-chat-kit/src/protocols/${source.file}'`] : [],
    '',
    ...source ? [`const protocol = ${source.name}({`, ...source.lines.map(line => `  ${line},`), '})', ''] : [],
    'app.use(createPinia()).use(createChatKit({',
    `  url: ${written(form.url.trim())},`,
    ...source ? ['  protocol,'] : [],
    ...hasToken(form) ? ['  getToken: () => uni.getStorageSync(\'token\'),'] : [],
    '}))',
  ].join('\n')
}

/** A value as one writes it. */
function written(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).flatMap(([key, one]) => (
    one === undefined ? [] : `${/^[a-z_$][\w$]*$/i.test(key) ? key : written(key)}: ${written(one)}`
  ))
  return `{ ${parts.join(', ')} }`
}

function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, '\\\'')
  return `'${inner}'`
}
