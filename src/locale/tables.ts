// #ifndef H5
import { en } from './en'
// #endif
import type { Locale } from './locale'
import type { Words } from './words'
// #ifndef H5
import { zhHans } from './zh-hans'
import { zhHant } from './zh-hant'
// #endif

export type Tables = Partial<Record<Locale, Words>>

/**
 * The words that are there. A mini-program has them all; in a browser each language is a file of its own, so that a
 * person loads one.
 */
const tables: Tables = {
  // #ifndef H5
  en, 'zh-Hans': zhHans, 'zh-Hant': zhHant,
  // #endif
}

const loads: Readonly<Record<Locale, () => Promise<Words>>> = {
  // #ifdef H5
  'en': async () => (await import('./en')).en,
  'zh-Hans': async () => (await import('./zh-hans')).zhHans,
  'zh-Hant': async () => (await import('./zh-hant')).zhHant,
  // #endif
}

/** The first pause between two tries to load words, and the longest, in ms. */
const PAUSE = 1_000
const LONGEST = 30_000

/** The words of a language, if they are there. */
export function tableOf(locale: Locale): Words | undefined {
  return tables[locale]
}

/** Loads the words of a language; without a network it tries until there is one. */
export async function loadTable(locale: Locale): Promise<Words> {
  for (let pause = PAUSE; ; pause = Math.min(LONGEST, pause * 2)) {
    try {
      return tables[locale] ??= await loads[locale]()
    } catch {
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
}
