import { parseArgs } from 'node:util'
import { minSecretBytes } from './auth'
import { describeFlags, flags, readFlags, UsageError } from './flags'
import type { Level } from './log'
import type { ServerOptions } from './server'

export const help = `The reference server of uni-chat-kit. All of it is told in docs/deploy.md.

Usage: tsx server/main.ts [options]

${describeFlags()}
  --demo
      everyone may log in by a name alone, and is a member of "General"
  --bot
      in the demo, everyone has somebody to talk to, who answers with canned texts, piece by piece
  --help
      show this

Environment:
  CHAT_SECRET
      what tokens (JWT, HS256) are signed with, at least ${minSecretBytes} bytes; required unless --demo is
      given, which makes its own
`

/** What the command line asks for. */
export interface CliOptions {
  level: Level
  server: ServerOptions & { host: string, drainTime: number }
}

/**
 * Reads the command line and the environment; undefined if only help is wanted.
 * @throws {@link UsageError}
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): CliOptions | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const values = readFlags(given, env)
  const demo = given.demo ?? false
  const {
    port, host, store, files, origins, proxies, metrics, heartbeat, connections, strangers, rate, buffer,
  } = values
  return {
    level: values.log,
    server: {
      port, host, store, files, origins, proxies, metrics, heartbeat, demo, bot: demo && given.bot === true,
      secret: readSecret(env.CHAT_SECRET || undefined, demo),
      drainTime: values.drain,
      helloTimeout: values['hello-time'],
      requestTime: values['request-time'],
      bounds: {
        connections, strangers, rate, buffer,
        connectionsPerAddress: values['address-connections'],
        connectionsPerPerson: values['person-connections'],
        personRate: values['person-rate'],
        fileBytes: values['file-size'],
      },
    },
  }
}

function readSecret(secret: string | undefined, demo: boolean): string | undefined {
  if (secret === undefined && !demo) {
    throw new UsageError('CHAT_SECRET is not set: give it a random string, or try the server with --demo')
  }
  if (secret !== undefined && Buffer.byteLength(secret) < minSecretBytes) {
    throw new UsageError(`CHAT_SECRET is too short: it must have at least ${minSecretBytes} bytes`)
  }
  return secret
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        ...named(Object.keys(flags)),
        demo: { type: 'boolean' },
        bot: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error))
  }
}

function named(names: string[]): Record<string, { type: 'string' }> {
  return Object.fromEntries(names.map(name => [name, { type: 'string' }]))
}
