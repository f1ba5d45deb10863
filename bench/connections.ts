/**
 * What a quiet connection costs: the memory of a server with 10,000 of them, each of another person and a member of the
 * same group, beside a bare `ws` server that keeps nothing of them but the socket.
 */
import { readFileSync } from 'node:fs'
import { round } from './lib/figures'
import { kit } from './lib/kit'
import { versionOf } from './lib/realm'
import { readOptions, report, type Figures } from './lib/report'
import { type RoomServer, roomServers, startLoad } from './room/servers'

const options = readOptions()
const CONNECTIONS = options.count ?? 10_000
/** How long a server may come to rest before its memory is read, in ms. */
const REST = 10_000

async function measure(name: string, version: string): Promise<Figures> {
  const server = await (roomServers[name] as () => Promise<RoomServer>)()
  try {
    await pause(REST)
    const before = memoryOf(server.pid)
    const load = await startLoad('idle', [name, String(server.port), String(CONNECTIONS)])
    await pause(REST)
    const after = memoryOf(server.pid)
    load.end()
    return {
      bytesPerConnection: Math.round((after - before) / CONNECTIONS),
      connections: CONNECTIONS,
      emptyMB: round(before / 2 ** 20, 1),
      fullMB: round(after / 2 ** 20, 1),
      version,
    }
  } finally {
    await server.end()
  }
}

/** The memory that a process holds, in bytes. */
function memoryOf(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1]) * 1024
}

function pause(ms: number): Promise<void> {
  return new Promise(done => setTimeout(done, ms))
}

void report(options, {
  [kit.name]: () => measure(kit.name, kit.version),
  'bare ws': () => measure('bare ws', versionOf('ws')),
  'socket.io': () => measure('socket.io', versionOf('socket.io')),
})
