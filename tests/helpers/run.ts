import { execFile } from 'node:child_process'

/** How a command ended, and what it wrote. */
export interface Ran {
  code: number
  output: string
}

/** What a test's own run sets, which would be taken for that of what it starts. */
const ofTheRun = [
  'NODE_ENV', 'VITEST', 'MODE', 'DEV', 'PROD', 'SSR', 'BASE_URL', 'TEST', 'UNI_PLATFORM', 'UNI_INPUT_DIR',
  'VITE_ROOT_DIR',
]

/** The environment as it was before the test's run. */
export const outer: NodeJS.ProcessEnv =
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheRun.includes(name)))

/**
 * Runs a command to its end, without holding this process up: a test's worker that answers nothing for a minute is
 * taken for a broken one.
 * @param env beside what this process was started with
 */
export function run(command: string, args: readonly string[], cwd = '.', env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return new Promise((done) => {
    const options = { cwd, env: { ...outer, ...env }, maxBuffer: 1 << 26, shell: process.platform === 'win32' }
    const child = execFile(command, args, options, (_error, stdout, stderr) => {
      done({ code: child.exitCode ?? 1, output: `${stdout}${stderr}` })
    })
  })
}
