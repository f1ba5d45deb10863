/** The programs besides Node that the tests and benchmarks need, and where they are on this machine. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findBrowser } from './browser'

interface Known {
  /** Under which names it may be found. */
  commands: readonly string[]
  /** The environment variable that may name another one. */
  variable?: string
  /** Debian's packages that bring it. */
  packages: readonly string[]
}

const programs = {
  redis: { commands: ['redis-server'], variable: 'REDIS_SERVER', packages: ['redis-server'] },
  nginx: { commands: ['nginx'], variable: 'NGINX', packages: ['nginx-light'] },
  openssl: { commands: ['openssl'], packages: ['openssl'] },
  chromium: {
    commands: [],
    variable: 'CHROME_PATH',
    // With letters for all that the pages say.
    packages: ['chromium', 'fonts-liberation', 'fonts-noto-cjk', 'fonts-noto-color-emoji'],
  },
  firefox: { commands: ['firefox-esr', 'firefox'], packages: ['firefox-esr'] },
  webkit: { commands: ['WebKitWebDriver'], packages: ['webkit2gtk-driver'] },
  screen: { commands: ['xvfb-run'], packages: ['xvfb', 'xauth'] },
} satisfies Record<string, Known>

export type Program = keyof typeof programs

/** Where programs are that no PATH of a plain user names. */
const folders = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']

/** What is known of a program by its name; undefined for a name that isn't known. */
export function programNamed(name: string): (Known & { name: Program }) | undefined {
  return Object.hasOwn(programs, name) ? { ...programs[name as Program], name: name as Program } : undefined
}

/** The path of a program: the one that its variable names, or an installed one; null without any. */
export function findProgram(name: Program): string | null {
  if (name === 'chromium') return findBrowser()
  const { commands, variable }: Known = programs[name]
  const named = variable && process.env[variable]
  if (named) return existsSync(named) ? named : null
  return [...(process.env.PATH ?? '').split(delimiter), ...folders]
    .flatMap(folder => commands.map(command => join(folder, command))).find(path => existsSync(path)) ?? null
}
