/** Where a Redis server is on this machine. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const folders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']

/** The path of a `redis-server`: the one that REDIS_SERVER names, or an installed one; null without any. */
export function findRedis(): string | null {
  const named = process.env.REDIS_SERVER
  if (named) return existsSync(named) ? named : null
  return [...(process.env.PATH ?? '').split(delimiter), ...folders]
    .map(folder => join(folder, 'redis-server')).find(path => existsSync(path)) ?? null
}
