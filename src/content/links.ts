/**
 * What in a text leads somewhere: addresses of pages, mail addresses, phone numbers, mentions. It takes linear time,
 * whatever the text: each part of the expression has a bounded length, or is taken whole and never looked at again.
 */

/** A piece of a text. Put together they are the text. */
export interface Part {
  readonly text: string
  /** Where it leads: by http, https, mailto or tel. */
  readonly href?: string
  /** Whether it calls for somebody. */
  readonly mention?: boolean
}

/**
 * Addresses are of ASCII only, as Chinese follows them without a space; so none can pass for another by letters that
 * look alike. Phone numbers: Chinese mobile and landline ones, 400 and 800, and what begins with a plus.
 */
const candidates = new RegExp([
  /(?:https?:\/\/|www\.)[\w\-.~:/?#[\]@!$&'()*+,;=%]+/,
  /mailto:[\w.+%-]{1,64}@[\w.-]{1,255}/,
  /tel:\+?[\d-]{3,20}/,
  /[\w.+%-]{1,64}@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){1,8}/,
  /\+\d[\d -]{5,18}\d/,
  /1[3-9]\d[ -]?\d{4}[ -]?\d{4}/,
  /0\d{2,3}-\d{7,8}/,
  /[48]00-?\d{3}-?\d{4}/,
].map(({ source }) => source).join('|'), 'gi')

const mentions = /@[^\s@,.:;!?，。：；！？、()（）]{1,40}/g
const label = '[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?'
const host = new RegExp(`^https?://${label}(?:\\.${label})*(?::\\d{1,5})?(?:[/?#]|$)`, 'i')
/** What no text is without that leads somewhere. */
export const mayLead = /[@:]|www\.|\d\d[\d -]\d/i
const wordBefore = /[\w.+%@/-]/

/** So much of a text is looked through, in code units. */
const LENGTH = 20_000

/**
 * The parts of a text; one alone, without a link, where nothing leads anywhere.
 * @param calls whether the message mentions people, so that `@name` is a part of its own
 */
export function partsOf(text: string, calls = false): Part[] {
  const parts: Part[] = []
  let done = 0
  const scanned = text.slice(0, LENGTH)

  function take(start: number, part: Part): void {
    if (start > done) parts.push({ text: text.slice(done, start) })
    parts.push(part)
    done = start + part.text.length
  }

  const found = calls ? new RegExp(`${candidates.source}|${mentions.source}`, 'gi') : new RegExp(candidates)
  for (let match = found.exec(scanned); match; match = found.exec(scanned)) {
    const { 0: whole, index } = match
    // Within a word it is none; but pages are named right after one, too.
    const within = wordBefore.test(scanned[index - 1] ?? '') && !/^https?:/i.test(whole)
    if (within) continue
    if (whole[0] === '@') {
      take(index, { text: whole, mention: true })
    } else {
      const taken = trimmed(whole)
      const href = hrefOf(taken, scanned[index + whole.length])
      if (href !== undefined) take(index, { text: taken, href })
    }
  }
  if (done < text.length || parts.length === 0) parts.push({ text: text.slice(done) })
  return parts
}

/** Without what belongs to the sentence around it. */
function trimmed(found: string): string {
  let end = found.length
  let open = 0
  for (const character of found) open += character === '(' ? 1 : character === ')' ? -1 : 0
  for (; end > 0; end--) {
    const last = found[end - 1] ?? ''
    // A bracket belongs to it if it was opened in it.
    if (last === ')' && open < 0) open += 1
    else if (!/[.,;:!?'"*~\]-]/.test(last)) break
  }
  return found.slice(0, end)
}

/** Where it leads; nothing if that isn't sure. */
function hrefOf(found: string, after = ''): string | undefined {
  if (/^(https?:|www\.)/i.test(found)) {
    const href = /^www\./i.test(found) ? `https://${found}` : found
    // With a name before an @ it looks like another host than it is.
    return href.length <= 2_048 && host.test(href) ? href : undefined
  }
  if (found.includes('@')) return `mailto:${found.replace(/^mailto:/i, '')}`
  // A part of a longer number is none.
  const number = found.replace(/[^\d+]/g, '')
  return /[\w-]/.test(after) || number.length < 3 ? undefined : `tel:${number}`
}

/** Whether an address leads by a way that is safe to follow. */
export function isSafe(href: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)[^\s\p{Cc}]+$/iu.test(href)
}

/** An address that somebody wrote behind other words; nothing if it isn't safe, or its host isn't sure. */
export function safeHref(href: string): string | undefined {
  if (href.length > 2_048 || !isSafe(href) || /\p{Bidi_Control}/u.test(href)) return undefined
  return /^http/i.test(href) && !host.test(href) ? undefined : href
}
