/**
 * Makes a release of what is committed on `main`:
 * `npm run release -- patch|minor|major|VERSION [--dry-run] [--tested]`.
 *
 * It checks, writes the version and the changelog, packs both artefacts, checks them, commits and tags. It publishes
 * nothing, but says how. A dry run does all of that but `npm test`, in a clone that is thrown away. `--tested` says
 * that CI has passed this commit, so that `npm test` isn't run again.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gte, inc, type ReleaseType, valid } from 'semver'

const root = resolve(__dirname, '..')
const usage = 'usage: npm run release -- patch|minor|major|VERSION [--dry-run] [--tested]'

/** What keeps a release from being made. */
class Refusal extends Error {}

/**
 * The version to release.
 * @throws Refusal if `wanted` is neither a step nor a version, or is older than the last one.
 */
export function nextVersion(last: string, wanted: string): string {
  const next = ['patch', 'minor', 'major'].includes(wanted) ? inc(last, wanted as ReleaseType) : valid(wanted)
  if (next === null) throw new Refusal(usage)
  if (!gte(next, last)) throw new Refusal(`${next} is older than ${last}`)
  return next
}

/**
 * The changelog, in which what was unreleased is this version's.
 * @throws Refusal if there is nothing to release.
 */
export function releasedChangelog(changelog: string, version: string, date: string): string {
  const unreleased = /^## Unreleased\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog)
  if (!unreleased?.[1]?.trim()) throw new Refusal('CHANGELOG.md tells nothing under "## Unreleased"')
  return changelog.replace(/^## Unreleased$/m, `## ${version} - ${date}`)
}

/** Runs a program in a folder and gives what it prints; shows that instead if asked to. */
function run(folder: string, program: string, args: readonly string[], show = false): string {
  const { status, stdout } = spawnSync(program, args, {
    cwd: folder, encoding: 'utf8', stdio: ['ignore', show ? 'inherit' : 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Refusal(`failed: ${program} ${args.join(' ')}`)
  return stdout ?? ''
}

/** Makes the release in a working copy. */
function release(folder: string, wanted: string, tested: boolean): void {
  const git = (...args: string[]) => run(folder, 'git', args).trim()
  const npm = (...args: string[]) => run(folder, 'npm', args, true)
  if (git('branch', '--show-current') !== 'main') throw new Refusal('a release is made on main')
  if (git('status', '--porcelain', '--untracked-files=no') !== '') throw new Refusal('there are uncommitted changes')

  const last = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
  const version = nextVersion(last, wanted)
  const tag = `v${version}`
  if (git('tag', '--list', tag) !== '') throw new Refusal(`${tag} was released already`)
  const changelog = join(folder, 'CHANGELOG.md')
  const date = new Date().toISOString().slice(0, 10)
  const changes = releasedChangelog(readFileSync(changelog, 'utf8'), version, date)
  if (!tested) npm('test')

  try {
    npm('version', version, '--no-git-tag-version', '--allow-same-version', '--ignore-scripts')
    writeFileSync(changelog, changes)
    npm('run', '-s', 'pack')
    npm('run', '-s', 'publint')
  } catch (error) {
    git('checkout', '--', 'package.json', 'package-lock.json', 'CHANGELOG.md')
    throw error
  }
  git('commit', '--quiet', '-m', `chore: release ${version}`, 'package.json', 'package-lock.json', 'CHANGELOG.md')
  git('tag', '-a', tag, '-m', version)

  const packed = readdirSync(join(folder, 'dist', 'pack'))
  const [tarball, zip] = ['.tgz', '.zip'].map(ending => packed.find(name => name.endsWith(`-${version}${ending}`)))
  if (!tarball || !zip) throw new Refusal(`not packed: ${packed.join(', ')}`)
  console.log(`
${tag} is committed and tagged. To publish it:
  git push --follow-tags
  npm publish dist/pack/${tarball}
and upload dist/pack/${zip} to DCloud's plugin market`)
}

/** Does it all in a clone of what is committed. */
function rehearse(wanted: string): void {
  const clone = mkdtempSync(join(tmpdir(), 'release-'))
  try {
    run(clone, 'git', ['clone', '--quiet', '--no-tags', root, '.'])
    run(clone, 'git', ['checkout', '--quiet', '-B', 'main'])
    for (const [key, value] of [['user.name', 'dry run'], ['user.email', 'dry-run@localhost']] as const) {
      run(clone, 'git', ['config', key, value])
    }
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'junction')
    release(clone, wanted, true)
    console.log('\nA dry run: nothing of this has happened.')
  } finally {
    rmSync(clone, { recursive: true, force: true })
  }
}

function main(): void {
  const [wanted, ...options] = process.argv.slice(2)
  const isKnown = options.every(option => option === '--dry-run' || option === '--tested')
  try {
    if (!wanted || !isKnown) throw new Refusal(usage)
    if (options.includes('--dry-run')) rehearse(wanted)
    else release(root, wanted, options.includes('--tested'))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

if (require.main === module) main()
