import type { Buffer } from 'node:buffer'

/** What is served as what nobody looks into, and always as an attachment. */
export const unknownType = 'application/octet-stream'

/** How many of the first bytes {@link typeOf} looks at. */
export const headBytes = 64

// Brands of the ISO container that any player of video/mp4 takes; others (HEIC) are not.
const movies = /^(isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash|mmp4)$/

/** The type that the first bytes of a file prove; {@link unknownType} for all that is not on the short list. */
export function typeOf(head: Buffer): string {
  const text = (from: number, to: number) => head.toString('latin1', from, to)
  if (head.length < 4) return unknownType
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg'
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'audio/wav'
  if (text(4, 8) === 'ftyp') {
    const brand = text(8, 12)
    if (/^M4[AB] $/.test(brand)) return 'audio/mp4'
    // What iPhones film: Safari plays it, and others do where they know what is in it.
    if (brand === 'qt  ') return 'video/quicktime'
    return movies.test(brand) ? 'video/mp4' : unknownType
  }
  if (/^#!AMR(-WB)?\n/.test(text(0, 9))) return 'audio/amr'
  if (text(0, 4) === 'OggS') return 'audio/ogg'
  // Whether it has a picture is told further on. A sound is played all the same.
  if (text(0, 4) === '\x1a\x45\xdf\xa3' && text(4, headBytes).includes('webm')) return 'video/webm'
  if (text(0, 5) === '%PDF-') return 'application/pdf'
  if (text(0, 3) === 'ID3') return 'audio/mpeg'
  return typeOfStream(head)
}

/** Whether a page may show it in its place. A PDF may hold scripts, and is not looked into. */
export function isShown(type: string): boolean {
  return /^(image|video|audio)\//.test(type)
}

// Raw MP3 and AAC have no more than the header of their first frame.
function typeOfStream(head: Buffer): string {
  const [first = 0, second = 0, third = 0] = head
  if (first !== 0xff) return unknownType
  if ((second & 0xf6) === 0xf0 && (third >> 2 & 0x0f) < 13) return 'audio/aac'
  const isLayer3 = (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08
  return isLayer3 && third >> 4 !== 15 && (third & 0x0c) !== 0x0c ? 'audio/mpeg' : unknownType
}
