/**
 * Reads UTF-8 piece by piece: each call gives the text that is complete so far. A piece may begin and end within a
 * character. What is no UTF-8 becomes U+FFFD, exactly as the WHATWG's Encoding Standard says; it never throws. A byte
 * order mark is kept. (A mini-program has no TextDecoder.)
 *
 * @returns takes the next bytes, and, as `last`, whether they are the last ones, after which it begins anew
 */
export function utf8Decoder(): (bytes: ArrayBuffer | Uint8Array, last?: boolean) => string {
  let missing = 0
  let point = 0
  let lower = 0x80
  let upper = 0xbf

  return (data, last = false) => {
    const bytes = new Uint8Array(data)
    let points: number[] = []
    let text = ''
    const put = (value: number): void => {
      points.push(value)
      // A function takes only so many arguments.
      if (points.length < 4096) return
      text += String.fromCodePoint(...points)
      points = []
    }
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (missing > 0) {
        if (byte >= lower && byte <= upper) {
          lower = 0x80
          upper = 0xbf
          point = point << 6 | byte & 0x3f
          missing -= 1
          if (missing === 0) put(point)
          continue
        }
        // The character is broken off; this byte may begin the next one.
        missing = 0
        put(0xfffd)
      }
      if (byte < 0x80) {
        put(byte)
      } else if (byte < 0xc2 || byte > 0xf4) {
        put(0xfffd)
      } else {
        missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
        point = byte & 0x3f >> missing
        // No longer form than needed, no halves of pairs, nothing past U+10FFFF.
        lower = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
        upper = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
      }
    }
    if (last && missing > 0) {
      missing = 0
      put(0xfffd)
    }
    return text + String.fromCodePoint(...points)
  }
}
