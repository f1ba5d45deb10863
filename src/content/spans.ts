/**
 * What stands within a line of markdown: bold, italic, struck out, code, links. It takes linear time, whatever the
 * text: each mark is looked at once, and what was passed over never again.
 */
import { mayLead, partsOf, safeHref } from './links'

/** A piece of a text, and how it looks. */
export interface Span {
  readonly text: string
  readonly strong?: boolean
  readonly em?: boolean
  readonly strike?: boolean
  readonly code?: boolean
  /** Where it leads: by http, https, mailto or tel. */
  readonly href?: string
}

interface Token {
  text: string
  code?: boolean
  href?: string
}

/** A run of marks that may begin something. */
interface Opener {
  readonly token: number
  readonly mark: string
  left: number
  /** Whether it is taken for what it seems to be before its end has come. */
  readonly sure: boolean
}

type Style = 'strong' | 'em' | 'strike'

const special = /[\\`*_~[\]!<]|https?:\/\//g
const punctuation = /[!-/:-@[-`{-~]/
const word = /[\p{L}\p{N}_]/u
// With bounded white space: what can be read in many ways takes long to fail.
const destination = /\( ?<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?: {1,3}(?:"[^"\n]*"|'[^'\n]*'))? ?\)/y
const pointed = /<((?:https?:\/\/|mailto:|tel:)[^\s<>]+)>/iy
const address = /https?:\/\/[^\s<>`*|\])"']*/iy
const ticks = /`+/g
/** The longest name of a link whose end hasn't come. */
const HALF_LINK = 200

/** What a sticky expression finds at a place. */
function at(expression: RegExp, text: string, place: number): RegExpExecArray | null {
  expression.lastIndex = place
  return expression.exec(text)
}

/** Without marks at the end that only the next letters can tell the meaning of. */
function settled(text: string): string {
  let end = text.length
  while (end > 0 && '*_~`[\\'.includes(text[end - 1] ?? '')) end -= 1
  return text.slice(0, text[end] === '[' && text[end - 1] === '!' ? end - 1 : end)
}

/**
 * The pieces of a text.
 * @param open whether more of it is to come: what has no end yet is shown as if it had
 */
export function spansOf(source: string, open = false): Span[] {
  const text = open ? settled(source) : source
  const tokens: Token[] = []
  const openers: Opener[] = []
  const count: Record<string, number> = {}
  const turns: Record<Style, Record<number, number>> = { strong: {}, em: {}, strike: {} }
  let brackets: { token: number, opener: number, image: boolean }[] = []
  /** Where runs of so many backticks stand, the last one first. */
  const runs: Record<number, number[]> = {}
  for (const { 0: run, index } of [...text.matchAll(ticks)].reverse()) (runs[run.length] ??= []).push(index)
  /** From here on there is no white space: the end of a link may be missing. */
  const lastWord = text.length - (/\S*$/.exec(text.slice(-HALF_LINK))?.[0].length ?? 0)
  let done = 0

  const push = (token: Token): number => tokens.push(token) - 1

  function mark(style: Style, from: number, to: number): void {
    turns[style][from] = (turns[style][from] ?? 0) + 1
    turns[style][to] = (turns[style][to] ?? 0) - 1
  }

  /** Forgets openers from one on: what lies between two ends belongs to those. */
  function drop(from: number): void {
    for (const { mark } of openers.splice(from)) count[mark] = (count[mark] ?? 0) - 1
  }

  /** Ends what a run of marks can end; gives how many of them are left. */
  function close(run: string, left: number, token: number): number {
    const sign = run[0] ?? ''
    while (left > 0 && count[sign]) {
      let place = openers.length - 1
      while (openers[place]?.mark !== sign) place -= 1
      drop(place + 1)
      const opener = openers[place] as Opener
      const used = sign === '~' ? 2 : Math.min(2, left, opener.left)
      if (used > left || used > opener.left) break
      mark(sign === '~' ? 'strike' : used === 2 ? 'strong' : 'em', opener.token + 1, token)
      left -= used
      opener.left -= used
      const begun = tokens[opener.token] as Token
      begun.text = begun.text.slice(used)
      if (opener.left === 0) drop(place)
    }
    return left
  }

  function runOfMarks(place: number): number {
    const sign = text[place] ?? ''
    let end = place
    while (text[end] === sign) end += 1
    const before = text[place - 1] ?? ' '
    const after = text[end] ?? ' '
    const within = sign === '_' && word.test(before) && word.test(after)
    const token = push({ text: text.slice(place, end) })
    let left = end - place
    if (sign === '~' && left !== 2) return end
    if (!within && /\S/.test(before)) left = close(text.slice(place, end), left, token)
    const rest = tokens[token] as Token
    rest.text = rest.text.slice(0, left)
    if (left > 0 && !within && /\S/.test(after)) {
      openers.push({ token, mark: sign, left, sure: left > 1 || !word.test(before) })
      count[sign] = (count[sign] ?? 0) + 1
    }
    return end
  }

  function code(place: number): number {
    let end = place
    while (text[end] === '`') end += 1
    const length = end - place
    const places = runs[length] ?? []
    while ((places[places.length - 1] ?? Infinity) <= place) places.pop()
    const close = places[places.length - 1] ?? (open ? text.length : -1)
    if (close < 0) {
      push({ text: text.slice(place, end) })
      return end
    }
    const inner = text.slice(end, close).replace(/\n/g, ' ')
    push({ text: /^ .*\S.* $/.test(inner) ? inner.slice(1, -1) : inner, code: true })
    return close + length
  }

  function endOfLink(place: number): number {
    const bracket = brackets.pop()
    const found = bracket && at(destination, text, place + 1)
    const href = found ? safeHref(found[1] ?? '') : undefined
    const begun = bracket && tokens[bracket.token]
    if (begun && found && href !== undefined) {
      begun.text = ''
      drop(bracket.opener)
      if (bracket.image && tokens.length === bracket.token + 1) push({ text: href })
      for (const token of tokens.slice(bracket.token)) token.href = href
      // No link stands in another one; a picture may stand in a link.
      brackets = bracket.image ? brackets.slice(-1) : []
      return place + 1 + found[0].length
    }
    if (begun && open && (place + 1 === text.length || (!found && text[place + 1] === '(' && place >= lastWord - 1))) {
      begun.text = ''
      return text.length
    }
    push({ text: ']' })
    return place + 1
  }

  function take(place: number, found: string): number {
    if (found.length > 1) {
      const whole = at(address, text, place)?.[0] ?? found
      push({ text: whole })
      return place + whole.length
    }
    switch (found) {
      case '\\':
        push({ text: punctuation.test(text[place + 1] ?? '') ? text[place + 1] ?? '' : '\\' })
        return place + (punctuation.test(text[place + 1] ?? '') ? 2 : 1)
      case '`':
        return code(place)
      case '[':
      case '!': {
        const image = found === '!'
        if (image && text[place + 1] !== '[') break
        brackets.push({ token: push({ text: image ? '![' : '[' }), opener: openers.length, image })
        return place + (image ? 2 : 1)
      }
      case ']':
        return endOfLink(place)
      case '<': {
        const [whole = '', inner = ''] = at(pointed, text, place) ?? []
        const href = safeHref(inner)
        if (href === undefined) break
        push({ text: inner.replace(/^(mailto|tel):/i, ''), href })
        return place + whole.length
      }
      default:
        return runOfMarks(place)
    }
    push({ text: found })
    return place + 1
  }

  special.lastIndex = 0
  for (let match = special.exec(text); match; match = special.exec(text)) {
    if (match.index > done) push({ text: text.slice(done, match.index) })
    done = take(match.index, match[0])
    special.lastIndex = done
  }
  if (done < text.length) push({ text: text.slice(done) })
  if (open) {
    const [half] = brackets.slice(-1)
    const begun = half && tokens[half.token]
    const length = half ? tokens.slice(half.token).reduce((sum, token) => sum + token.text.length, 0) : 0
    if (begun && length < HALF_LINK) begun.text = ''
    for (const { token, mark: sign, left, sure } of openers) {
      const begun = tokens[token]
      if (!begun || !sure) continue
      begun.text = ''
      if (sign === '~') mark('strike', token + 1, tokens.length)
      else if (left > 1) mark('strong', token + 1, tokens.length)
      if (sign !== '~' && left % 2 === 1) mark('em', token + 1, tokens.length)
    }
  }
  return styled(tokens, turns)
}

/** Puts together what looks alike, and finds the addresses in it. */
function styled(tokens: readonly Token[], turns: Record<Style, Record<number, number>>): Span[] {
  const spans: Span[] = []
  const now = { strong: 0, em: 0, strike: 0 }
  tokens.forEach(({ text, code, href }, index) => {
    for (const style of ['strong', 'em', 'strike'] as const) now[style] += turns[style][index] ?? 0
    if (text === '') return
    const span: Span = {
      text,
      ...now.strong > 0 && { strong: true }, ...now.em > 0 && { em: true }, ...now.strike > 0 && { strike: true },
      ...code && { code }, ...href !== undefined && { href },
    }
    const last = spans[spans.length - 1]
    const isSame = last && !code && !last.code && last.href === href && last.strong === span.strong
      && last.em === span.em && last.strike === span.strike
    if (isSame) spans[spans.length - 1] = { ...last, text: last.text + text }
    else spans.push(span)
  })
  return spans.flatMap((span) => {
    if (span.code || span.href !== undefined || !mayLead.test(span.text)) return [span]
    return partsOf(span.text).map(({ text, href }) => ({ ...span, text, ...href !== undefined && { href } }))
  })
}
