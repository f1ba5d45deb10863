import type { Words } from './words'

/** The languages that the kit speaks: Chinese, simplified and traditional, and English. */
export type Locale = 'zh-Hans' | 'zh-Hant' | 'en'

/** Where traditional Chinese is read, as a language tag says it. */
const TRADITIONAL = /^zh-(?!hans\b)(.*-)?(hant|tw|hk|mo)\b/i

/** The kit's language for a tag such as `zh-Hans`, `zh_TW`, `en-US`: Chinese for Chinese, else English. */
export function localeFor(tag: string): Locale {
  if (!/^zh/i.test(tag)) return 'en'
  return TRADITIONAL.test(tag.replace(/_/g, '-')) ? 'zh-Hant' : 'zh-Hans'
}

/** Words of a language, some of them replaced. */
export function replaceWords(words: Words, replaced: Partial<Words> = {}): Words {
  return Object.assign(Object.create(words) as Words, replaced)
}
