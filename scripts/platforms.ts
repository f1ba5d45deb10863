/** Builds the demo for every platform, or for those named, two at a time: `npm run build:platforms -- [id …]`. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Platform, platforms } from './platform-list'

/** No build takes longer, ms. */
const patience = 300_000

const tsx = createRequire(__filename).resolve('tsx/cli')
const named = process.argv.slice(2)
const unknown = named.filter(id => !platforms.some(platform => platform.id === id))
if (unknown.length > 0) {
  console.error(`no such platform: ${unknown.join(', ')}; there are ${platforms.map(({ id }) => id).join(', ')}`)
  process.exit(2)
}

void main()

async function main(): Promise<void> {
  const waiting = platforms.filter(({ id }) => named.length === 0 || named.includes(id))
  const failed: string[] = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (!await build(next)) failed.push(next.id)
  }
  await Promise.all([work(), work()])
  if (failed.length > 0) {
    console.error(`not built: ${failed.join(', ')}`)
    process.exitCode = 1
  }
}

/** Builds one; its output is shown only if it fails, or warns. */
async function build({ id }: Platform): Promise<boolean> {
  const start = Date.now()
  const child = spawn(process.execPath, [tsx, join(__dirname, 'uni.ts'), 'build', id], { timeout: patience })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output += String(chunk))
  const code = await new Promise<number | null>(done => child.on('close', done))
  const good = code === 0 && output.includes('Build complete')
  const seconds = ((Date.now() - start) / 1000).toFixed(0)
  console.log(`${good ? 'built ' : 'FAILED'}  ${id.padEnd(12)} ${seconds.padStart(4)} s`)
  if (!good || /warn/i.test(output)) console.log(output)
  return good
}
