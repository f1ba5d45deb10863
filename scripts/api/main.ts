/**
 * Writes the public API to `tests/api`: `npm run api`. With `--check` it fails instead where that differs, so that the
 * API changes on purpose only.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { reportComponents } from './components'
import { reportExports } from './exports'

const root = resolve(__dirname, '../..')
const folder = join(root, 'tests', 'api')
const scratch = join(root, 'dist', 'api')

rmSync(scratch, { recursive: true, force: true })
mkdirSync(scratch, { recursive: true })
mkdirSync(folder, { recursive: true })

const reports = { 'exports.md': reportExports(scratch), 'components.md': reportComponents() }
for (const [name, report] of Object.entries(reports)) {
  const file = join(folder, name)
  if (existsSync(file) && readFileSync(file, 'utf8') === report) continue
  if (process.argv.includes('--check')) {
    const fresh = join(scratch, name)
    writeFileSync(fresh, report)
    console.error(`The public API isn't what tests/api/${name} says, but ${fresh}. If it should be: npm run api.`)
    process.exitCode = 1
  } else {
    writeFileSync(file, report)
    console.log(`written: tests/api/${name}`)
  }
}
