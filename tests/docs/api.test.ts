/** What is made from the source is as the source is now: `npm run docs:api`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { paths } from '../../docs/.vitepress/pages'
import { fill, untold, used } from '../../scripts/docs/blocks'
import { readComponents } from '../../scripts/docs/component'
import { readStores } from '../../scripts/docs/stores'
import { readTokens } from '../../scripts/docs/tokens'

const components = readComponents()

it('the source says what everything is', () => {
  const silent = components.flatMap(({ name, props, events, slots, methods }) =>
    [...props, ...events, ...slots, ...methods].filter(({ description }) => !description)
      .map(row => `${name}: ${row.name}`))
  expect(silent).toEqual([])
  expect(components.filter(({ description }) => !description)).toEqual([])
  expect(readStores().flatMap(({ name, members }) =>
    members.filter(({ description }) => !description).map(({ call }) => `${name}: ${call}`))).toEqual([])
  expect(readTokens().filter(({ comment }) => !comment)).toEqual([])
})

it.each(['en', 'zh'] as const)('the pages in %s are up to date', (language) => {
  const old = paths.filter((path) => {
    const page = readFileSync(join('docs', language === 'zh' ? 'zh' : '', `${path}.md`), 'utf8')
    return fill(page, language, components) !== page
  })
  expect(old).toEqual([])
})

it('has Chinese words for all of it, and for nothing that is gone', () => {
  const words = JSON.parse(readFileSync('scripts/docs/words.zh.json', 'utf8')) as Record<string, string>
  expect([...untold]).toEqual([])
  expect(Object.keys(words).filter(word => !used.has(word))).toEqual([])
})
