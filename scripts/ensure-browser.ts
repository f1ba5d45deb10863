/** Makes sure that there is a browser for the end-to-end tests: finds one, else installs one, else says how. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findBrowser } from './browser'

function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 }).status === 0
}

function installByPlaywright(): boolean {
  const manifest = createRequire(__filename).resolve('@playwright/test/package.json')
  return run(process.execPath, join(dirname(manifest), 'cli.js'), 'install', 'chromium')
}

function installByApt(): boolean {
  const isRoot = process.getuid?.() === 0
  return isRoot && existsSync('/usr/bin/apt-get')
    && run('apt-get', 'update', '-q') && run('apt-get', 'install', '-y', '-q', 'chromium')
}

if (!findBrowser()) {
  console.log('No Chromium or Chrome found: installing one.')
  // Debian's package first where it can be had: it brings the libraries that the browser needs.
  if (!installByApt()) installByPlaywright()
}

const browser = findBrowser()
if (!browser) {
  console.error('The end-to-end tests need Chromium or Chrome. Install one (Debian: apt-get install chromium), or run'
    + ' `npx playwright install --with-deps chromium`, or set CHROME_PATH to one, and run the tests again.')
  process.exit(1)
}
console.log(`browser: ${browser}`)
