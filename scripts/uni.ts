/**
 * Runs uni-app's command line on this root: `tsx scripts/uni.ts <dev|build> <platform> [options for uni]`.
 *
 * The CLI takes its sources from `src/` unless UNI_INPUT_DIR says otherwise. It must be absolute and set before the
 * CLI starts: with `.` the build passes, but leaves out `static/` and folds the kit into `common/vendor.js`.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

const root = resolve(__dirname, '..')
const [mode, platform, ...rest] = process.argv.slice(2)

if ((mode !== 'dev' && mode !== 'build') || !platform) {
  console.error('usage: tsx scripts/uni.ts <dev|build> <platform> [options for uni]')
  process.exit(2)
}

const manifest = createRequire(__filename).resolve('@dcloudio/vite-plugin-uni/package.json')
const cli = join(dirname(manifest), 'bin', 'uni.js')
const args = [...(mode === 'build' ? ['build'] : []), '-p', platform, ...rest]

const child = spawn(process.execPath, [cli, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, UNI_INPUT_DIR: root },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 0 : 1)))
