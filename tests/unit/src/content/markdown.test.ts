// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, createMarkdownReader } from '../../../../src/content/markdown'
import { isSafe } from '../../../../src/content/links'
import { type Span, spansOf } from '../../../../src/content/spans'

const blocksOf = (text: string, open = false): readonly Block[] => createMarkdownReader().read(text, open)

/** Spans as a line: `{strong em:words}`. */
function line(spans: readonly Span[]): string {
  return spans.map(({ text, href, ...looks }) => {
    const names = Object.keys(looks).join(' ')
    return names || href ? `{${names}${href ? `->${href}` : ''}:${text}}` : text
  }).join('')
}

/** Blocks as lines, with where they stand. */
function show(blocks: readonly Block[]): string[] {
  return blocks.map((block) => {
    const { indent, quote, inner, marker = '', done } = block
    const task = done === undefined ? '' : done ? '[x]' : '[ ]'
    const place = '.'.repeat(indent) + '>'.repeat(quote) + '.'.repeat(inner) + marker + task
    const rows = (block.kind === 'table' ? block.rows : []).map(row => row.map(line).join('|')).join(' / ')
    const what = block.kind === 'code' ? `code(${block.language}) ${block.parts.join('\n')}`
      : block.kind === 'table' ? `table(${block.align.join()}) ${rows}`
        : block.kind === 'rule' ? '---'
          : `${block.kind === 'heading' ? '#'.repeat(block.level) : ''}${line(block.spans)}`
    return `${place}${place ? ' ' : ''}${what}`
  })
}

describe('within a line', () => {
  it.each([
    ['plain words', 'plain words'],
    ['**bold** and *it* and ***both***', '{strong:bold} and {em:it} and {strong em:both}'],
    ['__bold__ _it_ snake_case_name', '{strong:bold} {em:it} snake_case_name'],
    ['**bold *and it* on**', '{strong:bold }{strong em:and it}{strong: on}'],
    ['**一句话：**后面', '{strong:一句话：}后面'],
    ['~~gone~~ ~not~', '{strike:gone} ~not~'],
    ['2 * 3 * 4 and a ** b', '2 * 3 * 4 and a ** b'],
    ['**never closed', '**never closed'],
    ['`code *as it is*` and ``a`b``', '{code:code *as it is*} and {code:a`b}'],
    ['a lone ` stays', 'a lone ` stays'],
    ['\\*not\\* \\a', '*not* \\a'],
    ['[the **docs**](https://a.cn/x_(y) "title")', '{->https://a.cn/x_(y):the }{strong->https://a.cn/x_(y):docs}'],
    ['![chart](https://a.cn/c.png) ![](https://a.cn/c.png)',
      '{->https://a.cn/c.png:chart} {->https://a.cn/c.png:https://a.cn/c.png}'],
    ['[![i](https://a.cn/i)](https://a.cn/p)', '{->https://a.cn/p:i}'],
    ['<https://a.cn> <mailto:a@b.cn>', '{->https://a.cn:https://a.cn} {->mailto:a@b.cn:a@b.cn}'],
    ['see https://a.cn/_x_/y*, **https://b.cn**', 'see {->https://a.cn/_x_/y:https://a.cn/_x_/y}*, {strong->https://b.cn:https://b.cn}'],
    ['[a](javascript:alert(1)) [b](/there) [c](https://you@evil.cn)', '[a](javascript:alert(1)) [b](/there) [c](https://you@evil.cn)'],
    ['<b onclick="x">no</b>', '<b onclick="x">no</b>'],
    ['[1] and [x]', '[1] and [x]'],
  ])('%s', (source, wanted) => expect(line(spansOf(source))).toBe(wanted))
})

describe('blocks', () => {
  it.each<[string, string, string[]]>([
    ['paragraphs keep their lines', 'a\nb\n\nc', ['a\nb', 'c']],
    ['headings', '# One\n###### Six ##\n#no', ['#One', '######Six', '#no']],
    ['rules', 'a\n---\n***\n- - -', ['a', '---', '---', '---']],
    ['code, as it is', '```ts x\n# a\n  **b**\n```\n~~~\n```\n~~~', ['code(ts) # a\n  **b**', 'code() ```']],
    ['code without an end', '```\na\n\nb', ['code() a\n\nb']],
    ['lists in lists', '- a\n  - b\n    - c\n- d', ['.• a', '..• b', '...• c', '.• d']],
    ['numbers, from where they begin', '3. a\n4. b\n   more\n\n   and', ['.3. a', '.4. b\nmore', '. and']],
    ['points two spaces further in', '1. a\n  - b\n2. c', ['.1. a', '..• b', '.2. c']],
    ['points four spaces further in', '- a\n    - b\n    - c', ['.• a', '..• b', '..• c']],
    ['a year is no point', 'It was\n1984. Then', ['It was\n1984. Then']],
    ['tasks', '- [ ] a\n- [x] b', ['.•[ ] a', '.•[x] b']],
    ['points with nothing in them', '-\n- a', ['.• ', '.• a']],
    ['quotes', '> a\nb\n> > c\n\nd', ['> a\nb', '>> c', 'd']],
    ['a list in a quote in a list', '- a\n  > b\n  > - c', ['.• a', '.> b', '.>.• c']],
    ['code in a list', '- a\n  ```\n  x\n  ```\n- b', ['.• a', '. code() x', '.• b']],
    ['tables', '| a | b |\n|:--|:-:|\n| **1** | x \\| y |\n| 2 |\nend',
      ['table(left,center) a|b / {strong:1}|x | y / 2', 'end']],
    ['no table without its second line', '| a |\n| b |', ['| a |\n| b |']],
    ['Windows\' line ends', 'a\r\n\r\n- b\r\n', ['a', '.• b']],
  ])('%s', (_name, source, wanted) => expect(show(blocksOf(source))).toEqual(wanted))

  it('are flat, however deep they lie in each other', () => {
    for (const mark of ['> ', '- ', '1. ', '>- ']) {
      for (const block of blocksOf(`${mark.repeat(10_000)}x`)) {
        expect(block.indent + block.quote + block.inner).toBeLessThanOrEqual(8)
      }
    }
  })
})

describe('while it is being written', () => {
  it.each([
    ['**bo', ['{strong:bo}']], ['a **', ['a ']], ['`co', ['{code:co}']], ['[name](https://a.c', ['name']],
    ['see [na', ['see na']],
    ['```py', ['code() ']], ['```py\nx\n``', ['code(py) x']], ['#', []], ['- ', []], ['1.', []], ['- [', []],
    ['| a | b', ['table(,) a|b']], ['| a | b |\n|--', ['table(,) a|b']],
    ['| a | b |\n|--|--|\n| 1', ['table(,) a|b / 1']],
    ['text\n-', ['text']], ['5*3 is', ['5*3 is']],
  ])('%j shows what it will be', (source, wanted) => expect(show(blocksOf(source, true))).toEqual(wanted))

  it('keeps the blocks that have an end, and ends as if it had come at once', () => {
    const text = '# Head\n\nOne **two**\n\n- a\n- b\n\n```js\nx\n```\n\n| a |\n|---|\n| 1 |\n\nlast [l](https://a.cn)'
    const reader = createMarkdownReader()
    let before: readonly Block[] = []
    for (let length = 1; length <= text.length; length++) {
      const now = reader.read(text.slice(0, length), true)
      // The last line may end the block before it.
      const changed = now.filter((block, index) => before[index] !== undefined && before[index] !== block)
      expect(changed.length).toBeLessThanOrEqual(2)
      before = now
    }
    expect(reader.read(text)).toEqual(blocksOf(text))
    expect(show(reader.read('another'))).toEqual(['another'])
  })
})

const marks = fc.constantFrom(
  '*', '**', '_', '~~', '`', '```', '[', ']', '](', ')', '!', '<', '>', '> ', '- ', '1. ', '# ', '|', '|-|', '---',
  '\\', '\n',
  '\n\n', ' ', '    ', '\t', 'a', '中', '😀', 'https://a.cn', 'javascript:x', '(', '"', '\r', '\0', '\u202e', '&lt;', '[ ] ', '~~~',
)
const words = fc.oneof({ weight: 9, arbitrary: marks }, { weight: 1, arbitrary: fc.string() })
const texts = fc.array(words, { maxLength: 120 }).map(parts => parts.join(''))
const settings = { seed: 7, numRuns: 1_500 }
const spansIn = (block: Block): readonly Span[] =>
  (block.kind === 'table' ? block.rows.flat(2) : 'spans' in block ? block.spans : [])

describe('whatever comes', () => {
  it('no link leads where it isn\'t safe, and no text is empty', () => {
    fc.assert(fc.property(texts, fc.boolean(), (text, open) => {
      for (const span of blocksOf(text, open).flatMap(spansIn)) {
        expect(span.text).not.toBe('')
        if (span.href !== undefined) expect(isSafe(span.href)).toBe(true)
      }
    }), settings)
  })

  it('pieces come to the same as the whole', () => {
    fc.assert(fc.property(texts, fc.array(fc.nat(40), { maxLength: 12 }), (text, sizes) => {
      const reader = createMarkdownReader()
      let length = 0
      for (const size of sizes) reader.read(text.slice(0, length += size), true)
      expect(reader.read(text)).toEqual(blocksOf(text))
    }), settings)
  })

  it.each([
    '*', '**a ', '`', '``a`', '[', '](', '[a](b', '![', '> ', '- ', '*_', '|', '\\', '<http://', 'http://', '[a](http://x) ',
    'a\n', '\n', '[a]( ', '***a', '```\n', '_a', '`a``b',
    '|a|b|\n', '|-|\n', '"](', '](x \'', '- a\n', ' '.repeat(9),
  ])('100,000 characters of %j are gone through once: what goes back over them ends too late', (piece) => {
    const text = piece.repeat(100_000 / piece.length)
    const said = blocksOf(text).flatMap(spansIn).reduce((length, span) => length + span.text.length, 0)
    expect(said).toBeLessThanOrEqual(text.length)
  }, 20_000)
})
