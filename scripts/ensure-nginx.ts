/** Makes sure that there are nginx and openssl for the integration tests: found, else installed, else says how. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findNginx, findOpenssl } from './nginx'

function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 }).status === 0
}

if (!findNginx() || !findOpenssl()) {
  console.log('No nginx or no openssl found: installing them.')
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get') && run('apt-get', 'update', '-q')) {
    run('apt-get', 'install', '-y', '-q', '--no-install-recommends', 'nginx-light', 'openssl')
  }
}

const nginx = findNginx()
if (!nginx || !findOpenssl()) {
  console.error('The integration tests need nginx and openssl. Install them (Debian: apt-get install nginx-light'
    + ' openssl), or set NGINX to an nginx, and run the tests again.')
  process.exit(1)
}
console.log(`nginx: ${nginx}`)
