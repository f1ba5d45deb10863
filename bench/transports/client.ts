/**
 * One client of the kit on one transport, in a process of its own. It prints a line of JSON with what it used so far
 * whenever it gets a line on stdin, and with how late each message came.
 */
import { createInterface } from 'node:readline'
import { createEngine } from '../../src/engine'
import type { Codec, Protocol } from '../../src/protocols/protocol'
import { native } from '../../src/protocols/native/native'
import { Vault } from '../../src/storage/vault'
import { longPolling } from '../../src/transports/long-polling'
import { polling } from '../../src/transports/polling'
import { sse } from '../../src/transports/sse'
import { websocket } from '../../src/transports/websocket'
import { NodePlatform } from '../../tests/helpers/node-platform'

/** What a client has used since its start. */
export interface Used {
  /** Requests over HTTP; the one that becomes a WebSocket counts as one. */
  requests: number
  /** Of the processor, in ms. */
  cpuMs: number
  /** How long each message took from its author's hand to this client, in ms. */
  latencies: number[]
}

const latencies: number[] = []
const transports = { polling, 'long polling': longPolling, sse, websocket } as const
const [name = '', port = '', token = ''] = process.argv.slice(2)
const platform = new NodePlatform()
const make = transports[name as keyof typeof transports]
const base = `127.0.0.1:${port}/v1`
const protocol: Protocol & Codec = {
  ...native,
  decode(frame) {
    const event = native.decode(frame)
    if (event.type === 'logged' && event.entry.type === 'message' && 'text' in event.entry.content) {
      latencies.push(performance.timeOrigin + performance.now() - Number(event.entry.content.text))
    }
    return event
  },
}
const engine = createEngine({
  transports: [make === websocket ? make(`ws://${base}/ws`, platform) : make(`http://${base}`, platform)],
  protocol,
  platform,
  openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
  getToken: () => Promise.resolve(token),
})
function tell(): void {
  const { user, system } = process.cpuUsage()
  const used: Used = {
    requests: platform.asked.length + (make === websocket ? engine.connection.counters.attempts : 0),
    cpuMs: (user + system) / 1000,
    latencies,
  }
  console.log(JSON.stringify(used))
}

engine.listen({ connectionChanged: ({ state }) => state === 'online' && tell() })
engine.start()
engine.sync.enter('general')
createInterface(process.stdin).on('line', tell).on('close', () => process.exit())
