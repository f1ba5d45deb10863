/** Where nginx is on this machine. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const folders = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']

/** The path of an `nginx`: the one that NGINX names, or an installed one; null without any. */
export function findNginx(): string | null {
  const named = process.env.NGINX
  if (named) return existsSync(named) ? named : null
  return find('nginx')
}

/** The path of `openssl`, which makes the certificate of the tests; null without any. */
export function findOpenssl(): string | null {
  return find('openssl')
}

function find(name: string): string | null {
  return [...(process.env.PATH ?? '').split(delimiter), ...folders]
    .map(folder => join(folder, name)).find(path => existsSync(path)) ?? null
}
