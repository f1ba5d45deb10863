import { limits } from '../limits'

// Control characters, halves of surrogate pairs, and what turns the direction of writing, which hides what a name ends
// with.
const unfit = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** The name of a file as it is told to others: no folders, and nothing that one would not see. */
export function cleanFileName(text: string): string {
  const name = (text.split(/[/\\]/).at(-1) ?? '').normalize('NFC').replace(unfit, '').trim()
  return Array.from(name).slice(0, limits.fileName).join('') || 'file'
}

/** How a file is to be treated, and its name for when it is saved (RFC 6266; the encoding is that of RFC 5987). */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16)}`)
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
