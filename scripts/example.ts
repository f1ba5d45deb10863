/**
 * Starts one of the servers in examples/servers: `node --import tsx scripts/example.ts NAME [options]`.
 * Ctrl-C stops it.
 */
import { parseArgs } from 'node:util'
import type { CommandLine } from '../examples/servers/shared/running'

const servers: Record<string, () => Promise<{ main: CommandLine }>> = {
  'text-rooms': () => import('../examples/servers/text-rooms'),
  'json-rooms': () => import('../examples/servers/json-rooms'),
  'event-rooms': () => import('../examples/servers/event-rooms'),
  'socket-io': () => import('../examples/servers/socket-io/server'),
  polling: () => import('../examples/servers/polling'),
  'long-polling': () => import('../examples/servers/long-polling'),
  sse: () => import('../examples/servers/sse'),
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})

async function main([name = '', ...args]: string[]): Promise<void> {
  if (name === '--help' || name === '-h') return console.log(await help())
  const load = Object.hasOwn(servers, name) ? servers[name] : undefined
  if (!load) {
    console.error(`error: ${name ? `there is no example "${name}"` : 'which example?'}\n\n${await help()}`)
    process.exit(1)
  }
  const { main: server } = await load()
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: String(server.port) },
      host: { type: 'string', default: '127.0.0.1' },
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(Object.keys(server.flags).map(flag => [flag, { type: 'boolean' } as const])),
    },
  })
  if (values.help) return console.log(await help())
  const { host } = values
  const flags = Object.entries(values).filter(([, value]) => value === true).map(([flag]) => flag)

  // Nothing is kept, so there is nothing to finish.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0))
  // npm passes a SIGTERM on to its shell only, which dies without a word to us: then we belong to somebody else.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && process.exit(0), 200).unref()
  const { port } = await server.run({ host, port: readPort(values.port) }, new Set(flags))
  console.log(`listening on ${server.scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`)
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) throw new Error(`--port should be a number from 0 to 65535, not "${text}"`)
  return port
}

async function help(): Promise<string> {
  const lines = await Promise.all(Object.entries(servers).map(async ([name, load]) => {
    const { port, flags } = (await load()).main
    const options = Object.entries(flags).map(([flag, does]) => `\n      --${flag.padEnd(10)} ${does}`)
    return `  ${name.padEnd(14)} port ${port}${options.join('')}`
  }))
  return `One small server for each kind of backend; see examples/servers/README.md.

Usage: npm run example NAME [-- options]

${lines.join('\n')}

  --port N        the port; 0 takes any free one
  --host ADDRESS  the address to listen on; 0.0.0.0 for all (default 127.0.0.1)
  --help          show this
`
}
