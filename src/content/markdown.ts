/**
 * Markdown as blocks to draw: what assistants and people write of CommonMark and GitHub's tables, task lists and struck
 * out words. There is no HTML in it, ever: that is shown as it is written. Lines end where they are ended. It takes
 * linear time, and what lies deep in each other is flat.
 */
import { type Span, spansOf } from './spans'

/** What stands beside a block. */
interface Place {
  /** How many lists it stands in, those within a quote apart. */
  readonly indent: number
  /** How many quotes it stands in. */
  readonly quote: number
  /** How many lists it stands in within the quotes. */
  readonly inner: number
  /** What its point of a list begins with: `•`, `3.`. */
  readonly marker?: string
  /** Whether what is to do is done. */
  readonly done?: boolean
  /** Whether it follows in its list without an empty line before it. */
  readonly close?: boolean
  /** Whether it follows in a quote. */
  readonly joined?: boolean
}

type What =
  | { readonly kind: 'text', readonly spans: readonly Span[] }
  | { readonly kind: 'heading', readonly level: number, readonly spans: readonly Span[] }
  /** Some lines at a time: while more are written, what is there already stays as it is. */
  | { readonly kind: 'code', readonly language: string, readonly parts: readonly string[] }
  | { readonly kind: 'table', readonly align: readonly Align[], readonly rows: readonly Row[] }
  | { readonly kind: 'rule' }

/** A piece of markdown to be drawn, whatever lies around it. */
export type Block = Place & What
/** The cells of a table's row. */
export type Row = readonly (readonly Span[])[]
export type Align = '' | 'left' | 'center' | 'right'

/** What stands around lines: a quote, or a point of a list, whose text begins at `width`. */
type Around = { readonly quote: true } | { readonly quote: false, readonly width: number, readonly start: number }

/** A block whose end hasn't come, and what stands beside it. */
type Leaf = { readonly lines: string[], readonly gap: boolean } & (
  | { readonly kind: 'text' }
  | { readonly kind: 'code', readonly fence: string, readonly language: string }
  | { readonly kind: 'table', readonly align: readonly Align[] })

/** Where the reading of lines stands. */
interface State {
  around: readonly Around[]
  leaf: Leaf | null
  /** The point of a list that nothing stands in yet. */
  point: Pick<Place, 'marker' | 'done'> | null
  /** Whether the last line was empty. */
  gap: boolean
  /** What ended last. */
  last: Place | null
  /** What has ended. */
  blocks: Block[]
}

const MOST_DEEP = 8
/** So many lines of code are a part. */
const PART = 16
const MOST_COLUMNS = 32

const quoteMark = /^ {0,3}> ?/
const pointMark = /^( {0,3})([-*+]|(\d{1,9})[.)])( +|$)/
const ruleMark = /^ {0,3}([-*_])(?: *\1){2,} *$/
const headingMark = /^ {0,3}(#{1,6})(?: +|$)/
const fenceMark = /^ {0,3}(`{3,}|~{3,}) *([^`]*)$/
const delimiterCell = /^ *(:?)-+(:?) *$/
const taskMark = /^\[([ xX])\](?: +|$)/
/** The beginning of a line that may still become something else. */
const undecided = /^ {0,3}(?:[-*+_#>=~`|]{1,6}|\d{1,3}[.)]?|[-*+] \[[ xX]?\]?) *$/

const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0
const isBlank = (line: string): boolean => !/\S/.test(line)

/** The cells of a line of a table. */
function cellsOf(line: string): string[] {
  const cells = line.trim().replace(/^\|/, '').replace(/((?:^|[^\\])(?:\\\\)*)\|$/, '$1').split('|')
  // An escaped bar is a part of its cell.
  return cells.reduce<string[]>((all, cell) => {
    const last = all[all.length - 1]
    if (last?.endsWith('\\')) all[all.length - 1] = `${last.slice(0, -1)}|${cell}`
    else all.push(cell)
    return all
  }, []).slice(0, MOST_COLUMNS).map(cell => cell.trim())
}

function alignOf(line: string): Align[] | null {
  if (!line.includes('-') || !line.includes('|')) return null
  const found = cellsOf(line).map(cell => delimiterCell.exec(cell))
  if (!found.every(Boolean)) return null
  return found.map(cell => (cell?.[1] && cell[2] ? 'center' : cell?.[2] ? 'right' : cell?.[1] ? 'left' : ''))
}

/** Whether a line begins something else than goes on with a text. */
const begins = (line: string): boolean =>
  [quoteMark, pointMark, ruleMark, headingMark, fenceMark].some(mark => mark.test(line))

function partsOf(lines: readonly string[]): string[] {
  const parts: string[] = []
  for (let from = 0; from < lines.length; from += PART) parts.push(lines.slice(from, from + PART).join('\n'))
  return parts
}

/** What a block is, together with where it stands. */
function placed(what: What, gap: boolean, { around, point, last }: State): Block {
  const quotes = around.filter(({ quote }) => quote).length
  const outer = around.findIndex(({ quote }) => quote)
  const indent = outer < 0 ? around.length : outer
  const inner = around.length - indent - quotes
  const close = !gap && last !== null && indent + inner > 0 && last.indent + last.inner > 0
  const joined = quotes > 0 && last !== null && last.quote > 0
  return { ...what, indent, quote: quotes, inner, ...point, ...close && { close }, ...joined && { joined } }
}

function emit(state: State, what: What, gap = state.gap): void {
  const block = placed(what, gap, state)
  state.blocks.push(block)
  state.last = block
  state.point = null
}

function endLeaf(state: State): void {
  const { leaf } = state
  if (leaf) emit(state, blockOf(leaf), leaf.gap)
  state.leaf = null
}

/** A point of a list with nothing in it. */
function endPoint(state: State): void {
  if (state.point) emit(state, { kind: 'text', spans: [] })
}

/** Leaves what a line doesn't stand in. */
function leave(state: State, depth: number): void {
  if (depth === state.around.length) return
  endLeaf(state)
  endPoint(state)
  state.around = state.around.slice(0, depth)
}

/** How many of the things around it a line stands in, and what is left of it there. */
function standsIn(around: readonly Around[], line: string): { depth: number, rest: string } {
  let rest = line
  let depth = 0
  for (const one of around) {
    if (one.quote) {
      if (!quoteMark.test(rest)) break
      rest = rest.replace(quoteMark, '')
    } else if (!isBlank(rest)) {
      const spaces = indentOf(rest)
      // Many write what belongs to `1.` two spaces further in, and not three.
      if (spaces < one.width && (spaces < 2 || spaces <= one.start)) break
      rest = rest.slice(Math.min(spaces, one.width))
    }
    depth += 1
  }
  return { depth, rest }
}

/** Begins the quotes and points of lists that a line begins with; gives what is left of it. */
function enter(state: State, line: string): string {
  let rest = line
  while (state.around.length < MOST_DEEP) {
    const quote = quoteMark.exec(rest)
    const found = quote || ruleMark.test(rest) ? null : pointMark.exec(rest)
    if (quote) {
      endLeaf(state)
      state.around = [...state.around, { quote: true }]
      rest = rest.slice(quote[0].length)
      continue
    }
    if (!found) break
    const { 0: whole, 1: before = '', 2: mark = '', 3: number, 4: space = '' } = found
    // A year at the beginning of a line is no point of a list.
    if (state.leaf?.kind === 'text' && number !== undefined && Number(number) !== 1) break
    endLeaf(state)
    endPoint(state)
    const start = before.length
    const width = start + mark.length + (space.length > 4 ? 1 : Math.max(1, space.length))
    state.around = [...state.around, { quote: false, width, start }]
    rest = rest.slice(Math.min(whole.length, width))
    const task = taskMark.exec(rest)
    if (task) rest = rest.slice(task[0].length)
    state.point = { marker: number === undefined ? '•' : `${Number(number)}.`, ...task && { done: task[1] !== ' ' } }
  }
  return rest
}

/** Takes a line that stands in a block, or begins one. */
function takeIn(state: State, line: string, half: boolean): void {
  const { leaf, gap } = state
  const fence = fenceMark.exec(line)
  const heading = headingMark.exec(line)
  if (fence) {
    endLeaf(state)
    // Half a name would change with each letter.
    const language = half ? '' : (fence[2] ?? '').trim().split(/\s/)[0] ?? ''
    state.leaf = { kind: 'code', lines: [], gap, fence: fence[1] ?? '', language: language.slice(0, 40) }
  } else if (heading) {
    endLeaf(state)
    const title = line.slice(heading[0].length).replace(/(?:^|\s)#+\s*$/, '').trim()
    emit(state, { kind: 'heading', level: heading[1]?.length ?? 1, spans: spansOf(title, half) })
  } else if (ruleMark.test(line)) {
    endLeaf(state)
    emit(state, { kind: 'rule' })
  } else if (leaf?.kind === 'table' && line.includes('|')) {
    leaf.lines.push(line)
  } else if (leaf?.kind === 'text') {
    const [head = ''] = leaf.lines
    const align = leaf.lines.length === 1 ? alignOf(line) : null
    const isHalf = half && leaf.lines.length === 1 && head.startsWith('|') && /^[|:\- ]+$/.test(line)
    const isTable = align && head.includes('|') && cellsOf(head).length === align.length
    if (isTable) state.leaf = { ...leaf, kind: 'table', align }
    else if (!isHalf) leaf.lines.push(line.trim())
  } else {
    endLeaf(state)
    state.leaf = { kind: 'text', lines: [line.trim()], gap }
  }
}

/**
 * Reads one line more.
 * @param half whether more of this line is to come
 */
function readLine(state: State, line: string, half = false): void {
  const { depth, rest } = standsIn(state.around, line)
  const { leaf } = state
  const stays = depth === state.around.length
  if (leaf?.kind === 'code' && stays) {
    const found = /^ {0,3}(`+|~+) *$/.exec(rest)?.[1] ?? ''
    if (found[0] !== leaf.fence[0] || (!half && found.length < leaf.fence.length)) leaf.lines.push(rest)
    else if (!half) endLeaf(state)
    state.gap = false
    return
  }
  if (isBlank(rest)) {
    // A quote ends where its mark is missing; a point of a list goes on.
    endLeaf(state)
    leave(state, depth)
    state.gap = true
    return
  }
  if (leaf?.kind === 'text' && !stays && !begins(rest)) {
    leaf.lines.push(rest.trim())
    return
  }
  leave(state, depth)
  if (half && state.leaf?.kind !== 'table' && undecided.test(rest)) return
  const inside = enter(state, rest)
  if (!isBlank(inside)) takeIn(state, inside, half)
  state.gap = false
}

/** A block of what was read of it; `open` as in {@link spansOf}. */
function blockOf(leaf: Leaf, open = false): What {
  const { lines } = leaf
  const row = (line: string, last: boolean): Row =>
    cellsOf(line).map((cell, index, cells) => spansOf(cell, last && index === cells.length - 1))
  if (leaf.kind === 'code') return { kind: 'code', language: leaf.language, parts: partsOf(lines) }
  if (leaf.kind === 'table') {
    const { align } = leaf
    const rows = lines.map((line, index) => row(line, open && index === lines.length - 1).slice(0, align.length))
    return { kind: 'table', align, rows }
  }
  const [head = ''] = lines
  // While its second line is missing, it is sooner a table than a text with bars.
  if (open && lines.length === 1 && head.startsWith('|')) {
    return { kind: 'table', align: cellsOf(head).map(() => ''), rows: [row(head, true)] }
  }
  return { kind: 'text', spans: spansOf(lines.join('\n'), open) }
}

const beginning = (): State => ({ around: [], leaf: null, point: null, gap: true, last: null, blocks: [] })

export type MarkdownReader = ReturnType<typeof createMarkdownReader>

/**
 * Reads a text that grows: what was read before isn't read again, and blocks that have an end stay the same objects.
 */
export function createMarkdownReader() {
  let read = ''
  let state = beginning()

  return {
    /**
     * The blocks of a text.
     * @param open whether more of it is to come: then what has no end yet is shown as what it will be
     */
    read(text: string, open = false): readonly Block[] {
      if (!text.startsWith(read)) {
        read = ''
        state = beginning()
      }
      for (let end = text.indexOf('\n', read.length); end >= 0; end = text.indexOf('\n', read.length)) {
        readLine(state, clean(text.slice(read.length, end)))
        read = text.slice(0, end + 1)
      }
      // The rest is only tried.
      const { leaf } = state
      const tried: State = { ...state, leaf: leaf && { ...leaf, lines: [...leaf.lines] }, blocks: [] }
      const line = clean(text.slice(read.length))
      if (line !== '') readLine(tried, line, open)
      if (tried.leaf) emit(tried, blockOf(tried.leaf, open), tried.leaf.gap)
      endPoint(tried)
      return [...state.blocks, ...tried.blocks]
    },
  }
}

/** A line without the end that some systems write, with spaces for tabs before it, and without NUL. */
function clean(line: string): string {
  return line.replace(/\r$/, '').replace(/\0/g, '\ufffd').replace(/^[ \t]+/, space => space.replace(/\t/g, '    '))
}
