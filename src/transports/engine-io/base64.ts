const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Writes bytes as base64. (A mini-program has no btoa.) */
export function base64Of(data: ArrayBuffer): string {
  const bytes = new Uint8Array(data)
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const bits = (bytes[at] || 0) << 16 | (bytes[at + 1] || 0) << 8 | (bytes[at + 2] || 0)
    for (let digit = 0; digit < 4; digit++) {
      text += digit > left ? '=' : DIGITS.charAt(bits >> 18 - 6 * digit & 63)
    }
  }
  return text
}

/**
 * Reads base64, with or without `=` at its end.
 * @throws Error when it is none
 */
export function bytesOf(base64: string): ArrayBuffer {
  const text = base64.replace(/=+$/, '')
  const bytes = new Uint8Array(text.length * 3 >> 2)
  let bits = 0
  let at = 0
  for (let index = 0; index < text.length; index++) {
    const digit = DIGITS.indexOf(text.charAt(index))
    if (digit < 0) throw new Error('no base64')
    bits = bits << 6 | digit
    // Each digit after the first of four completes a byte.
    if (index % 4 > 0) bytes[at++] = bits >> 6 - 2 * (index % 4)
  }
  return bytes.buffer
}
