import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { run } from './run'

/** Lists of others, which the benches measure: a mini-program takes components from its own folder only. */
const rivals = ['z-paging', 'tdesign-uniapp', 'tdesign-uniapp-chat']

/**
 * Builds `tests/list-app`, small pages with a list of messages each, together with the kit's components.
 * @returns the folder of the build
 */
export function buildListApp(platform: 'h5' | 'mp-weixin'): Promise<string> {
  return buildApp('list-app', platform)
}

/**
 * Builds a small app of `tests` together with the kit.
 * @returns the folder of the build
 */
export async function buildApp(
  name: 'list-app' | 'adapter-app' | 'kinds-app' | 'composer-app' | 'conversations-app' | 'size-app',
  platform: 'h5' | 'mp-weixin',
): Promise<string> {
  const home = resolve('dist', name)
  // A root of its own, as uni-app wants one; Node finds the packages further up.
  const root = join(home, platform, 'root')
  const out = join(home, platform, 'build')
  rmSync(join(home, platform), { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  cpSync(join('tests', name), root, { recursive: true })
  for (const part of ['components', 'src', 'store', 'index.ts', 'package.json']) {
    cpSync(part, join(root, part), { recursive: true })
  }
  for (const part of name === 'list-app' ? rivals : []) {
    cpSync(join('node_modules', part), join(root, 'node_modules', part), { recursive: true })
  }
  const manifest = createRequire(__filename).resolve('@dcloudio/vite-plugin-uni/package.json')
  const cli = join(dirname(manifest), 'bin', 'uni.js')
  const { code, output } = await run(process.execPath, [cli, 'build', '-p', platform], root, {
    UNI_INPUT_DIR: root, UNI_OUTPUT_DIR: out,
  })
  if (code !== 0) throw new Error(`the build failed: ${output}`)
  return out
}
