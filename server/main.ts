import { help, readOptions, UsageError } from './options'
import { startServer } from './server'

// The command line of the server. Lines about its life go to stdout, what went wrong to stderr.

// A stop that takes longer than this, in ms, is forced.
const stopTime = 5000

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(error instanceof UsageError ? 2 : 1)
})

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options.help) {
    console.log(help)
    return
  }
  const server = await startServer({ ...options, log: line => console.log(line) })
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  console.log(`listening on http://${host}:${server.port}`)

  let stopping = false
  async function stop(signal: string): Promise<void> {
    // A second signal changes nothing: a terminal and a parent process often send the same one.
    if (stopping) return
    stopping = true
    console.log(`${signal}: stopping`)
    setTimeout(() => process.exit(1), stopTime).unref()
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
}
