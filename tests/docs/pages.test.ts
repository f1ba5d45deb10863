/** Both languages have the same pages, with the same shape, code and links; all components are told of. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { paths } from '../../docs/.vitepress/pages'
import { componentNames } from '../../scripts/docs/component'
import { codeOf, linksOf } from './markdown'

const docs = resolve('docs')

/** The pages below a folder, by their paths without `.md`. */
function pagesIn(folder: string, without: readonly string[] = []): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || without.includes(entry.name)) return []
    if (entry.isDirectory()) return pagesIn(join(folder, entry.name)).map(path => `${entry.name}/${path}`)
    return entry.name.endsWith('.md') ? [entry.name.slice(0, -3)] : []
  })
}

const read = (path: string): string => readFileSync(join(docs, `${path}.md`), 'utf8')

it('the sidebar has every page, and each is there in both languages', () => {
  expect(pagesIn(docs, ['zh', 'live', 'public']).sort()).toEqual([...paths].sort())
  expect(pagesIn(join(docs, 'zh')).sort()).toEqual([...paths].sort())
})

it('every component is documented, with an example', () => {
  expect(paths.filter(path => /^components\/chat-/.test(path)).sort())
    .toEqual(componentNames.map(name => `components/${name}`).sort())
  const { pages } = JSON.parse(readFileSync(join(docs, 'live/pages.json'), 'utf8')) as { pages: { path: string }[] }
  expect(pages.map(({ path }) => path).sort()).toEqual(componentNames.map(name => `pages/${name}/example`).sort())
})

describe.each([...paths])('%s', (path) => {
  const english = read(path)
  const chinese = read(`zh/${path}`)
  const headsOf = (page: string): number[] =>
    [...page.replace(/```[\s\S]*?```/g, '').matchAll(/^(#+) /gm)].map(([, marks = '']) => marks.length)

  it('has the same parts in both languages', () => {
    expect(headsOf(chinese)).toEqual(headsOf(english))
  })

  it('has the same code in both languages', () => {
    expect(codeOf(chinese)).toEqual(codeOf(english))
  })

  it('leads to the same pages and files in both languages, and all are there', () => {
    const targets = (page: string, from: string): string[] => linksOf(page)
      .map(link => resolve(dirname(join(docs, from)), link.replace(/#.*/, '')))
    const mine = targets(english, path)
    expect(mine.filter(target => !existsSync(target)).map(target => relative(docs, target))).toEqual([])
    const theirs = targets(chinese, `zh/${path}`).map(target => target.replace(join(docs, 'zh/'), `${docs}/`))
    expect([...new Set(theirs)].sort()).toEqual([...new Set(mine)].sort())
  })
})
