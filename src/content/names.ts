const turning = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** Somebody's name as a part of a line: nothing in it turns the direction of what is around it, or breaks the line. */
export function safeName(name: string): string {
  const plain = name.replace(turning, ' ')
  // Between an isolate and its end.
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain
}
