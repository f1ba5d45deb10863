/** Writes what is made from the source into the pages: `npm run docs:api`. With `--check` it only says what is old. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Language, paths } from '../../docs/.vitepress/pages'
import { fill, untold } from './blocks'
import { readComponents } from './component'

const docs = resolve(__dirname, '../../docs')
const folders: Readonly<Record<Language, string>> = { en: docs, zh: join(docs, 'zh') }

const components = readComponents()
const problems = components.flatMap(({ name, props, events, slots, methods }) =>
  [...props, ...events, ...slots, ...methods].filter(({ description }) => description === '')
    .map(row => `components/${name}: '${row.name}' has no comment`))

for (const language of ['en', 'zh'] as const) {
  for (const path of paths) {
    const file = join(folders[language], `${path}.md`)
    const before = readFileSync(file, 'utf8')
    const after = fill(before, language, components)
    if (after === before) continue
    if (process.argv.includes('--check')) problems.push(`${file} is older than the source: npm run docs:api`)
    else writeFileSync(file, after)
  }
}
for (const text of untold) problems.push(`scripts/docs/words.zh.json has no Chinese for: ${text}`)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length ? 1 : 0
