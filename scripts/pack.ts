/**
 * Packs what users install, both from the same sources: `npm run pack` makes in `dist/pack`
 *
 * - `uni-chat-kit-VERSION.tgz`, for npm;
 * - `uni_modules/chat-kit`, the plugin as it lies in a project of HBuilderX, and `chat-kit-VERSION.zip` of it, for the
 *   plugin market.
 *
 * What is in them is what `files` of package.json lists, and nothing of the demo.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { zipSync } from 'fflate'

const root = resolve(__dirname, '..')

interface Manifest {
  name: string
  version: string
  license: string
  files: string[]
  peerDependencies: Record<string, string>
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const manifest = (): Manifest => JSON.parse(read('package.json')) as Manifest

/**
 * Makes the tarball for npm in a folder.
 * @returns its path
 */
export function packNpm(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: root, encoding: 'utf8', shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`)
  const [packed] = JSON.parse(stdout) as [{ filename: string }]
  return join(folder, packed.filename)
}

/**
 * Makes the plugin in `FOLDER/uni_modules`, and its zip beside that.
 * @returns the paths of the plugin's folder and of its zip
 */
export function packPlugin(folder: string): { folder: string, zip: string } {
  const { version, license, files } = manifest()
  const market = JSON.parse(read('scripts/market/market.json')) as { id: string }
  const plugin = join(folder, 'uni_modules', market.id)
  rmSync(plugin, { recursive: true, force: true })
  mkdirSync(plugin, { recursive: true })
  for (const file of files.filter(name => !name.endsWith('.md'))) {
    cpSync(join(root, file), join(plugin, file), { recursive: true })
  }
  const { id, ...rest } = market
  writeFileSync(join(plugin, 'package.json'), `${JSON.stringify({ id, version, license, ...rest }, null, 2)}\n`)
  writeFileSync(join(plugin, 'readme.md'), read('scripts/market/readme.md'))
  writeFileSync(join(plugin, 'changelog.md'), marketChangelog(read('CHANGELOG.md'), version))
  writeFileSync(join(plugin, 'license.md'), read('LICENSE'))
  const zip = join(folder, `${id}-${version}.zip`)
  const contents = filesIn(plugin).map(path => [path, readFileSync(join(plugin, path))])
  writeFileSync(zip, zipSync(Object.fromEntries(contents) as Record<string, Uint8Array>))
  return { folder: plugin, zip }
}

/** The changelog as the plugin market reads it: versions only, each with its date in brackets. */
export function marketChangelog(changelog: string, version: string): string {
  const from = changelog.indexOf('\n## ') + 1
  return changelog.slice(from)
    .replace(/^## \[?Unreleased\]?$/m, `## ${version}`)
    .replace(/^## \[?(\d[^\]\s]*)\]? [-–] (\d{4}-\d\d-\d\d)$/gm, '## $1（$2）')
}

/** All files below a folder, with slashes. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(folder, path)).isFile()).map(path => path.replaceAll('\\', '/')).sort()
}

if (require.main === module) {
  const folder = join(root, 'dist', 'pack')
  rmSync(folder, { recursive: true, force: true })
  const plugin = packPlugin(folder)
  for (const path of [packNpm(folder), plugin.folder, plugin.zip]) console.log(path)
}
