// @vitest-environment node
import { expect, it } from 'vitest'
import { isEmojiOnly } from '../../../../src/content/emoji-only'

it.each([
  '👍', '❤️', '😀😀😀', '😀 😀', ' 🎉 ', '👨‍👩‍👧‍👦', '🏳️‍🌈', '👩‍❤️‍👨', '👁️‍🗨️', '👍🏽👍🏿', '☝🏽',
  '🇨🇳🇩🇪', '1️⃣#️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🐈‍⬛',
])('%s is shown large', text => expect(isEmojiOnly(text)).toBe(true))

it.each(['', ' ', '1', '123', '#', '😀😀😀😀', '😀 ok', '©', '♂', '❤', '🇨', '\u200d', '😀'.repeat(10_000)])(
  '%s is not', text => expect(isEmojiOnly(text)).toBe(false),
)
