/**
 * Takes a picture of every page and state, in both themes and two languages, into `dist/shots`, with a sheet of all of
 * them (`index.html`), and lets axe look at each: `npm run shots`. It needs the build of the demo: `npm run build:h5`.
 */
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { buildApp } from '../../tests/helpers/list-app'
import { browserArgs, findBrowser } from '../browser'
import { Camera, type Language, type Shot } from './camera'
import { composer } from './scenes/composer'
import { desk } from './scenes/desk'
import { kinds } from './scenes/kinds'
import { home, lists } from './scenes/lists'
import { mishaps } from './scenes/mishaps'
import { people } from './scenes/people'
import { programs } from './scenes/programs'
import { room, trouble } from './scenes/room'
import { signedOut } from './scenes/signed-out'
import { writeSheet } from './sheet'
import { serveFolder, type SmallApp, smallApps, Stage } from './stage'
import { makeWorld } from './world'

const folder = resolve('dist/shots')
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    // Only scenes whose name fits this expression.
    only: { type: 'string' },
    // Takes the small apps as they were built before.
    built: { type: 'boolean', default: false },
  },
})

/** Those that need no talk to have taken place come first. */
const simple = { signedOut, lists, kinds, composer, programs }
const told = { home, people, desk, room, trouble, mishaps }

void main()

async function main(): Promise<void> {
  if (!existsSync('dist/build/h5')) throw new Error('first: npm run build:h5')
  rmSync(folder, { recursive: true, force: true })
  const apps = new Map<SmallApp, string>()
  const servers = []
  for (const app of smallApps) {
    const built = join('dist', app, 'h5', 'build')
    const outDir = options.built && existsSync(built) ? built : await buildApp(app, 'h5')
    const { server, address } = await serveFolder(outDir)
    servers.push(server)
    apps.set(app, address)
  }
  const results = await Promise.all((['en', 'zh-Hans'] as const).map(language => play(language, apps)))
  for (const server of servers) server.httpServer.close()

  const shots = results.flatMap(result => result.shots)
  const failures = results.flatMap(result => result.failures)
  writeSheet(folder, shots)
  report(shots, failures)
}

/** Plays all scenes in one language: each failure is told, and ends no other scene. */
async function play(language: Language, apps: ReadonlyMap<SmallApp, string>) {
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? undefined,
    args: [...browserArgs, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
  const camera = new Camera(folder, language)
  const stage = new Stage(browser, camera, apps)
  const failures: string[] = []
  const wanted = new RegExp(options.only ?? '')
  const run = async (name: string, scene: () => Promise<void>): Promise<void> => {
    if (!wanted.test(name)) return
    const [begun, before] = [Date.now(), camera.shots.length]
    try {
      await scene()
    } catch (error) {
      failures.push(`${name}, ${language}, after "${camera.shots.at(-1)?.scene}": ${String(error)}`)
    }
    const seconds = ((Date.now() - begun) / 1_000).toFixed(1)
    if (!options.json) console.log(`${language} ${name}: ${camera.shots.length - before} pictures, ${seconds} s`)
  }
  try {
    for (const [name, scene] of Object.entries(simple)) await run(name, () => scene(stage))
    if (Object.keys(told).some(name => wanted.test(name))) {
      const world = await makeWorld(await stage.demo(), stage.cast)
      for (const [name, scene] of Object.entries(told)) await run(name, () => scene(stage, world))
    }
  } finally {
    await browser.close()
    await stage.end()
  }
  return { shots: camera.shots, failures }
}

function report(shots: readonly Shot[], failures: readonly string[]): void {
  const places = shots.flatMap(({ file, violations }) =>
    violations.flatMap(({ rule, places }) => places.map(place => `${rule}: ${place} (${file})`)))
  const small = shots.flatMap(shot =>
    shot.small.map(({ what, width, height }) => `${what}: ${width} x ${height} (${shot.file})`))
  if (options.json) {
    console.log(JSON.stringify({
      shots: shots.length, axeViolations: places.length, smallTargets: small.length, failures: failures.length,
    }))
  } else {
    console.log(`${shots.length} pictures: ${join(folder, 'index.html')}`)
  }
  for (const line of [...places, ...small, ...failures]) console.error(line)
  if (places.length + small.length + failures.length > 0) process.exitCode = 1
}
