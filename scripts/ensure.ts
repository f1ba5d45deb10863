/**
 * Makes sure that programs are there which the tests need: finds them, else installs them, else says how:
 * `tsx scripts/ensure.ts redis nginx …`, by the names in `programs.ts`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findProgram, programNamed } from './programs'

function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 }).status === 0
}

const wanted = process.argv.slice(2).map((name) => {
  const program = programNamed(name)
  if (!program) throw new Error(`no program is known as ${name}`)
  return program
})
const missing = () => wanted.filter(({ name }) => !findProgram(name))

const packages = missing().flatMap(program => program.packages)
if (packages.length && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && run('apt-get', 'update', '-q')) {
  run('apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages)
}

// Where there is no Debian, Playwright brings a browser of its own.
if (missing().some(({ name }) => name === 'chromium')) {
  const manifest = createRequire(__filename).resolve('@playwright/test/package.json')
  run(process.execPath, join(dirname(manifest), 'cli.js'), 'install', 'chromium')
}

for (const { name, variable, packages: those } of missing()) {
  const instead = variable ? `, or set ${variable} to one` : ''
  console.error(`There is no ${name}, which the tests need. Install it (Debian: apt-get install ${those.join(' ')})`
    + `${instead}, and run the tests again.`)
  process.exitCode = 1
}
for (const { name } of wanted) console.log(`${name}: ${findProgram(name) ?? 'missing'}`)
