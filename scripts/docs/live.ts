/** Builds the examples of `docs/live`, which the pages of the documents show in a phone. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')

/** Where VitePress takes them from, as they are. */
export const liveFolder = join(root, 'docs/public/live')

/** Builds them. @throws Error with what uni-app said */
export function buildLive(): Promise<void> {
  const cli = join(dirname(createRequire(__filename).resolve('@dcloudio/vite-plugin-uni/package.json')), 'bin/uni.js')
  const folder = join(root, 'docs/live')
  const env = { ...process.env, UNI_INPUT_DIR: folder, UNI_OUTPUT_DIR: liveFolder, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [cli, 'build', '-p', 'h5'], { cwd: folder, env })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { said += part.toString() })
  return new Promise((done, fail) => child.on('exit', code => (code ? fail(new Error(said)) : done())))
}
