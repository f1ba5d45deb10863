/** How many bytes a text takes in UTF-8. A half of a surrogate pair becomes U+FFFD on the wire, which takes three. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x80) continue
    const next = code >= 0xd800 && code < 0xdc00 ? text.charCodeAt(index + 1) : 0
    if (next >= 0xdc00 && next < 0xe000) {
      // Four bytes for two units.
      bytes += 2
      index += 1
    } else {
      bytes += code < 0x800 ? 1 : 2
    }
  }
  return bytes
}

/** Whether a text takes no more bytes than that in UTF-8; cheap for texts far below the limit. */
export function fitsUtf8(text: string, limit: number): boolean {
  return text.length * 3 <= limit || (text.length <= limit && utf8Length(text) <= limit)
}
