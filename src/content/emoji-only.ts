const tone = '[\\u{1f3fb}-\\u{1f3ff}]'
const flagHalf = '[\\u{1f1e6}-\\u{1f1ff}]'
const joined = `\\p{Extended_Pictographic}(?:\\ufe0f|${tone})?`
const single = [
  `${flagHalf}{2}`,
  '[\\d#*]\\ufe0f?\\u20e3',
  '\\u{1f3f4}[\\u{e0061}-\\u{e007a}\\u{e0030}-\\u{e0039}]{1,6}\\u{e007f}',
  // What is text unless it is said to be an emoji, such as a heart or a copyright sign, must be said to be one.
  `(?:\\p{Emoji_Modifier_Base}${tone}|(?!${flagHalf})\\p{Emoji_Presentation}|`
    + `\\p{Extended_Pictographic}\\ufe0f|${joined}(?=\\u200d))`
    + `(?:\\u200d${joined}){0,8}`,
].join('|')
const upToThree = new RegExp(`^\\s*(?:(?:${single})\\s*){1,3}$`, 'u')

/** Longer than three emoji of the longest kind, in code units. */
const LENGTH = 120

/** Whether a text is up to three emoji and nothing else: these are shown large. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= LENGTH && upToThree.test(text)
}
