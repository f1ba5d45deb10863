import { parseArgs } from 'node:util'
import { minSecretBytes } from './auth'

export const help = `The reference server of uni-chat-kit.

Usage: tsx server/main.ts [options]

  --port N        the port; a taken one gives the next free one (default 8787, or PORT)
  --host ADDRESS  the address to listen on; 0.0.0.0 for all (default 127.0.0.1)
  --store FILE    the SQLite file, made if missing (default .data/chat.db, or CHAT_STORE);
                  or redis://HOST:PORT/DATABASE, for one server or many: see docs/deploy.md
  --demo          everyone may log in by a name alone, and is a member of "General"
  --help          show this

Environment:
  CHAT_SECRET     what tokens (JWT, HS256) are signed with, at least ${minSecretBytes} bytes;
                  required unless --demo is given, which makes its own
`

/** What the command line asks for. */
export interface CliOptions {
  port: number
  host: string
  store: string
  demo: boolean
  help: boolean
  secret: string | undefined
}

/** Something on the command line or in the environment is wrong; the message says what. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/**
 * Reads the command line and the environment.
 * @throws {@link UsageError}
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): CliOptions {
  const values = parse(args)
  const options: CliOptions = {
    port: readPort(values.port ?? (env.PORT || '8787'), values.port === undefined ? 'PORT' : '--port'),
    host: values.host ?? '127.0.0.1',
    store: values.store ?? (env.CHAT_STORE || '.data/chat.db'),
    demo: values.demo ?? false,
    help: values.help ?? false,
    secret: env.CHAT_SECRET || undefined,
  }
  if (options.help) return options
  if (options.host === '') throw new UsageError('--host is empty')
  if (options.store === '') throw new UsageError('--store is empty')
  if (options.secret === undefined && !options.demo) {
    throw new UsageError('CHAT_SECRET is not set: give it a random string, or try the server with --demo')
  }
  if (options.secret !== undefined && Buffer.byteLength(options.secret) < minSecretBytes) {
    throw new UsageError(`CHAT_SECRET is too short: it must have at least ${minSecretBytes} bytes`)
  }
  return options
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        store: { type: 'string' },
        demo: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readPort(text: string, from: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new UsageError(`${from} should be a number from 0 to 65535, not "${text}"`)
  }
  return port
}
