/** How many bytes a text takes in UTF-8. A half of a surrogate pair becomes U+FFFD on the wire, which takes three. */
export function utf8Length(text: string): number {
  const whole = text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '~~~~').replace(/[\ud800-\udfff]/g, '~~~')
  return encodeURIComponent(whole).replace(/%../g, '~').length
}

/** Whether a text takes no more bytes than that in UTF-8; cheap for texts far below the limit. */
export function fitsUtf8(text: string, limit: number): boolean {
  return text.length * 3 <= limit || utf8Length(text) <= limit
}
