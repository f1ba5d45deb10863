import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Stage } from '../../tests/helpers/server'

/** A server with one room, in a process of its own. */
export interface RoomServer {
  readonly port: number
  readonly pid: number
  end(): Promise<void>
}

/** How to start each of them, by name: the reference server on a file, and its rivals. */
export const roomServers: Readonly<Record<string, () => Promise<RoomServer>>> = {
  'uni-chat-kit': startKit,
  'bare ws': () => startRival('bare ws'),
  'socket.io': () => startRival('socket.io'),
}

async function startKit(): Promise<RoomServer> {
  const stage = new Stage()
  const { port, pid } = await stage.process([
    '--port', '0', '--demo', '--store', stage.file('chat.db'), '--log', 'error',
    // The rivals have no limits.
    '--address-connections', '20000', '--rate', '1000000', '--person-rate', '1000000',
  ])
  return { port, pid, end: () => stage.close() }
}

async function startRival(name: string): Promise<RoomServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/room/rival-server.ts', name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return {
    port: Number(await firstLine(child)),
    pid: child.pid ?? NaN,
    end: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** Runs `bench/room/NAME.ts` in a process of its own; fulfilled with what it prints, read as JSON. */
export async function runLoad(name: string, args: readonly string[]): Promise<unknown> {
  const load = await startLoad(name, args)
  load.end()
  return load.said
}

/** The same, for one that goes on after it has printed its line. */
export async function startLoad(name: string, args: readonly string[]): Promise<{ said: unknown, end(): void }> {
  const child = spawn(process.execPath, ['--import', 'tsx', `bench/room/${name}.ts`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { said: JSON.parse(await firstLine(child)) as unknown, end: () => void child.kill() }
}

/** The time that a process has used so far, in s; Linux counts in hundredths. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    if (child.stdout) createInterface(child.stdout).once('line', done)
    child.once('exit', code => fail(new Error(`it ended with ${code}`)))
  })
}
