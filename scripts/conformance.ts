/**
 * Runs every adapter against its real server: in Node, in the built H5 page and in the built mini-program. They are the
 * tests `conformance.test.ts`, counted by adapter. With --json the last line is one JSON object.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { adapterNames, backends } from '../tests/helpers/conformance/backends'
import { checks } from '../tests/helpers/conformance/checks'

/** How a test ended: whose it is, its name, and whether it passed. */
interface Outcome {
  readonly adapter: string
  readonly name: string
  readonly passed: boolean
}

interface Way {
  readonly name: string
  readonly command: readonly string[]
  /** Reads the report that the command writes. */
  readonly read: (report: string) => Outcome[]
}

/** What vitest writes, as far as it is used. */
interface VitestReport {
  testResults: { assertionResults: { ancestorTitles: string[], title: string, status: string }[] }[]
}

/** What Playwright writes, as far as it is used. */
interface Suite {
  title: string
  suites?: Suite[]
  specs: { title: string, ok: boolean }[]
}

const isJson = process.argv.includes('--json')
const folder = mkdtempSync(join(tmpdir(), 'conformance-'))

function packageFile(name: string, file: string): string {
  return join(dirname(createRequire(__filename).resolve(`${name}/package.json`)), file)
}

function vitest(file: string): Pick<Way, 'command' | 'read'> {
  return {
    command: [packageFile('vitest', 'vitest.mjs'), 'run', '--project', 'conformance', file, '--reporter=default',
      '--reporter=json', `--outputFile.json=${join(folder, 'report.json')}`],
    read: report => (JSON.parse(report) as VitestReport).testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ ancestorTitles, title, status }) =>
        ({ adapter: ancestorTitles[0] ?? '', name: title, passed: status === 'passed' }))),
  }
}

const ways: readonly Way[] = [
  { name: 'node', ...vitest('tests/integration/adapters/conformance.test.ts') },
  { name: 'mini-program', ...vitest('tests/mp/conformance.test.ts') },
  {
    name: 'h5',
    command: [packageFile('@playwright/test', 'cli.js'), 'test', '--project=conformance',
      '--reporter=list,json', `--output=${join(folder, 'traces')}`],
    read: report => (JSON.parse(report) as { suites: Suite[] }).suites.flatMap(({ suites = [] }) =>
      suites.flatMap(({ title, specs }) => specs.map(spec => ({ adapter: title, name: spec.title, passed: spec.ok })))),
  },
]

/** Runs something; what it says goes past, on stderr where stdout is to end with the counts. */
function run(args: readonly string[]): void {
  spawnSync(process.execPath, args, {
    stdio: ['ignore', isJson ? 2 : 1, 2],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: join(folder, 'report.json') },
    timeout: 900_000,
  })
}

function outcomesOf({ command, read }: Way): Outcome[] {
  rmSync(join(folder, 'report.json'), { force: true })
  run(command)
  try {
    return read(readFileSync(join(folder, 'report.json'), 'utf8'))
  } catch {
    return []
  }
}

run(['--import', 'tsx', join(__dirname, 'ensure.ts'), 'chromium'])
const outcomes = new Map(ways.map(way => [way.name, outcomesOf(way)]))
rmSync(folder, { recursive: true, force: true })

/** What didn't run, as where a build failed, has failed. */
const failedIn = (way: string, adapter: (typeof adapterNames)[number]): string[] =>
  checks.filter(({ fits }) => !fits || fits(backends[adapter])).map(({ name }) => name).filter(name =>
    !outcomes.get(way)?.some(one => one.adapter === adapter && one.name === name && one.passed))

const counts = Object.fromEntries(adapterNames.map((adapter) => {
  const wanted = ways.length * checks.filter(({ fits }) => !fits || fits(backends[adapter])).length
  const failed = ways.reduce((sum, { name }) => sum + failedIn(name, adapter).length, 0)
  return [adapter, { passed: wanted - failed, failed }]
}))

if (isJson) {
  console.log(JSON.stringify(counts))
} else {
  console.table(Object.fromEntries(Object.entries(counts).map(([adapter, { passed, failed }]) => {
    const where = ways.flatMap(({ name }) => failedIn(name, adapter as (typeof adapterNames)[number])
      .map(check => `${name}: ${check}`))
    return [adapter, { passed, failed, 'what failed': where.join('; ') }]
  })))
}
process.exitCode = Object.values(counts).some(({ failed }) => failed > 0) ? 1 : 0
