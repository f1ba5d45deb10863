import { en } from './en'
import type { Words } from './words'
import { zhHans } from './zh-hans'

/** The languages that the kit speaks. */
export type Locale = 'zh-Hans' | 'en'

const tables: Readonly<Record<Locale, Words>> = { 'zh-Hans': zhHans, en }

/** The kit's language for a language tag such as `zh-Hans`, `zh_CN`, `en-US`: Chinese for Chinese, else English. */
export function localeFor(tag: string): Locale {
  return /^zh/i.test(tag) ? 'zh-Hans' : 'en'
}

/** The words of a language, some of them replaced. */
export function wordsOf(locale: Locale, replaced: Partial<Words> = {}): Words {
  return { ...tables[locale], ...replaced }
}
