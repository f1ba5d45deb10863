import { describe, expect, it } from 'vitest'
import { calledFor, named, NOTHING, replaced, searched, typed, type Written } from '../../../../src/content/written'

/** A text in which `[Ada]` is a mention of Ada. */
function text(marked: string): Written {
  return marked.split(/(\[[^\]]+\])/).reduce<Written>((written, part) => {
    const { length } = written.text
    const name = /^\[(.+)\]$/.exec(part)?.[1]
    return replaced(written, length, length, name === undefined ? part : `@${name} `, name?.toLowerCase())
  }, NOTHING)
}

/** The same, back. */
function marked({ text, mentions }: Written): string {
  return [...mentions].reverse().reduce((all, { start, end }) =>
    `${all.slice(0, start)}[${all.slice(start + 1, end - 1)}]${all.slice(end)}`, text)
}

/** `|` is the cursor. */
function change(before: string, after: string, whole?: boolean): string {
  const cursor = after.indexOf('|')
  const now = typed(text(before), after.replace('|', ''), cursor, whole)
  return marked(now)
}

describe('mentions in a text that is changed', () => {
  it.each([
    ['written before', 'hi [Ada]you', 'so hi| @Ada you', 'so hi [Ada]you'],
    ['written after', 'hi [Ada]', 'hi @Ada you|', 'hi [Ada]you'],
    ['written right before', '[Ada]', 'x|@Ada ', 'x[Ada]'],
    ['taken away before', 'oh hi [Ada]', 'oh |@Ada ', 'oh [Ada]'],
    ['taken away between', '[Ada]and [Bob]', '@Ada |@Bob ', '[Ada][Bob]'],
    ['a letter like the one before', 'aa[Ada]', 'aaa|@Ada ', 'aaa[Ada]'],
    ['an equal mention, the last of two', '[Ada][Ada]', '@Ada @Ada|', '[Ada]'],
    ['an equal mention, the first of two', '[Ada][Ada]', '@Ada|@Ada ', '[Ada]'],
    ['a Backspace after one', 'hi [Ada]you', 'hi @Ada|you', 'hi you'],
    ['a Delete before one', 'hi [Ada]you', 'hi |Ada you', 'hi you'],
    ['a selection over parts of two', 'x[Ada]y[Bob]z', 'x@A|b z', 'x|z'.replace('|', '')],
    ['all of it', '[Ada]', '|', ''],
    ['something put into one', 'hi [Ada]', 'hi @A-|da ', 'hi @A-da '],
    ['one written over', 'hi [Ada]', 'hi Bob|', 'hi Bob'],
  ])('%s', (_what, before, after, result) => {
    expect(change(before, after)).toBe(result)
  })

  it('says where the cursor is when a piece went', () => {
    expect(typed(text('hi [Ada]you'), 'hi @Adayou', 7)).toEqual({ text: 'hi you', mentions: [], cursor: 3 })
  })

  it('leaves to an input method what it is at work on', () => {
    expect(change('hi [Ada]', 'hi @Ad|', false)).toBe('hi @Ad')
  })

  it('calls for each once', () => {
    expect(calledFor(text('[Ada][Bob][Ada]'))).toEqual(['ada', 'bob'])
  })
})

describe('an @', () => {
  it.each([
    ['@', ''], ['hi @ad', 'ad'], ['你好@小', '小'], ['你好＠小', '小'], ['(@b', 'b'], ['a\n@b', 'b'],
    ['me@home', null], ['@ada ', null], ['@a@', null], ['no', null], [`@${'x'.repeat(30)}`, null],
  ])('in %j looks for %j', (before, query) => {
    expect(searched({ text: before, mentions: [] }, before.length)?.query ?? null).toBe(query)
  })

  it('that is a mention looks for nobody', () => {
    expect(searched(text('[Ada]'), 3)).toBeNull()
  })

  it('finds names that begin so first', () => {
    const people = ['Bob Ada', 'Ada', '小林', 'Ida'].map(name => ({ id: name, name }))
    expect(named(people, 'AD').map(({ id }) => id)).toEqual(['Ada', 'Bob Ada'])
    expect(named(people, '林').map(({ id }) => id)).toEqual(['小林'])
    expect(named(people, '')).toHaveLength(4)
  })
})
