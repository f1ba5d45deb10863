import { UsageError } from './flags'
import { createLog } from './log'
import { help, readOptions } from './options'
import { startServer } from './server'

// The command line of the server. Whoever starts it reads on stdout when it listens and when it stops, and on stderr in
// one line why it can't start; all else is the log, on stderr too.

// What letting go of the store may take at the end, in ms; a stop that takes longer is forced.
const storeTime = 2000

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(error instanceof UsageError ? 2 : 1)
})

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  if (!options) {
    console.log(help)
    return
  }
  const { host, drainTime, metrics } = options.server
  const server = await startServer({ ...options.server, log: createLog(options.level) })
  let stopping = false
  async function stop(signal: string): Promise<void> {
    // A second signal changes nothing: a terminal and a parent process often send the same one.
    if (stopping) return
    stopping = true
    console.log(`${signal}: stopping`)
    setTimeout(() => process.exit(1), drainTime + storeTime).unref()
    await server.close()
    console.log('stopped')
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
        process.exit(1)
      })
    })
  }

  // Only now, as whoever reads this may stop it at once; and first what is asked for by the way.
  if (metrics) console.log(`metrics on ${addressOf(metrics.host, server.metricsPort)}/metrics`)
  console.log(`listening on ${addressOf(host, server.port)}`)
}

function addressOf(host: string, port: number | undefined): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
