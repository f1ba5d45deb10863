/**
 * Makes sure that Firefox and WebKitGTK are there for the tests of what browsers do differently: finds them, else
 * installs them, else says how.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findOther } from './browser'

const packages = ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'xauth']

function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 }).status === 0
}

const found = (): boolean => Boolean(findOther('firefox') && findOther('webkit') && findOther('screen'))

if (!found() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && run('apt-get', 'update', '-q')) {
  run('apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages)
}

if (!found()) {
  console.error('The tests in other browsers need Firefox, WebKitWebDriver and xvfb-run. Install them (Debian: apt-get'
    + ` install ${packages.join(' ')}), and run the tests again.`)
  process.exit(1)
}
console.log(`browsers: ${findOther('firefox')}, ${findOther('webkit')}`)
