/** The documents as a web site: `tsx scripts/docs/main.ts dev` or `build`. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildLive, liveFolder } from './live'

const root = resolve(__dirname, '../..')
const [mode = 'build', ...rest] = process.argv.slice(2)

async function main(): Promise<void> {
  // Whoever writes pages needs no new examples each time; they are made anew by a build.
  if (mode === 'build' || !existsSync(liveFolder)) await buildLive()
  const cli = resolve(root, 'node_modules/vitepress/bin/vitepress.js')
  const child = spawn(process.execPath, [cli, mode, 'docs', ...rest], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', code => process.exit(code ?? 1))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
