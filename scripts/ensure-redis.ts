/** Makes sure that there is a Redis server for the integration tests: finds one, else installs it, else says how. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findRedis } from './redis'

function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 }).status === 0
}

if (!findRedis()) {
  console.log('No Redis server found: installing one.')
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get') && run('apt-get', 'update', '-q')) {
    run('apt-get', 'install', '-y', '-q', '--no-install-recommends', 'redis-server')
  }
}

const redis = findRedis()
if (!redis) {
  console.error('The integration tests need a redis-server of version 7 or later. Install one (Debian: apt-get install'
    + ' redis-server), or set REDIS_SERVER to one, and run the tests again.')
  process.exit(1)
}
console.log(`redis: ${redis}`)
