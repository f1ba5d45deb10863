/** Where the escaped characters stand meanwhile: nobody writes these. */
const ASIDE = 0xE000

/**
 * What markdown says, without its marks: enough for one line. It doesn't know all that the parser knows, which is
 * loaded with what draws markdown. Whatever goes back over the text is bounded.
 */
export function plainText(text: string): string {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, (_, escaped: string) => String.fromCharCode(ASIDE + escaped.charCodeAt(0)))
    .split('\n')
    // Rules, what divides the head of a table from its body, and the fences of code.
    .filter(line => !/^(?:[\s:|*_-]*|\s*(?:```|~~~).*)$/.test(line))
    .map(line => words(line
      .replace(/^\s*(?:>\s?)*(?:#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?)?/, '')
      .replace(/^\|.*$/, row => row.replace(/\s*\|\s*/g, ' ').trim())))
    .join('\n')
    .replace(/[\uE000-\uE07F]/g, char => String.fromCharCode(char.charCodeAt(0) - ASIDE))
}

function words(line: string): string {
  return line
    .replace(/!?\[([^[\]]{0,400})\]\([^()\s]{0,400}\)/g, '$1')
    .replace(/<(https?:\/\/[^\s<>]{1,400})>/g, '$1')
    .replace(/(`{1,3}|\*\*\*?|~~)(\S(?:.{0,400}?\S)??)\1/g, '$2')
    .replace(/\*(\S(?:[^*]{0,400}?\S)??)\*/g, '$1')
    .replace(/(^|\W)(__?)([^\s_](?:[^_]{0,400}?[^\s_])??)\2(?!\w)/g, '$1$3')
}
