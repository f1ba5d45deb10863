import {
  type App, computed, type ComputedRef, inject, type InjectionKey, provide, type Ref, ref, shallowRef, watch,
} from 'vue'
import { type Locale, localeFor, replaceWords } from '../src/locale/locale'
import { silent } from '../src/locale/silent'
import { loadTable, tableOf, type Tables } from '../src/locale/tables'
import type { Words } from '../src/locale/words'
import { uniPlatform } from '../src/platform/uni'

interface Language {
  locale: Ref<Locale>
  words: ComputedRef<Words>
}

const key: InjectionKey<Language> = Symbol('chat-words')

/** Sets the language of an app. */
export function provideWords(app: App, locale?: Locale, replaced?: Partial<Words>, tables?: Tables): void {
  app.provide(key, makeLanguage(locale, replaced, tables))
}

/** The words to show, in the app's language: the phone's, where the kit isn't installed. */
export function useWords(): ComputedRef<Words> {
  return inject(key, makeLanguage, true).words
}

/** The language, to read and to change. */
export function useLocale(): Ref<Locale> {
  return inject(key, makeLanguage, true).locale
}

/** Lets `sent` say no more than "handed over" in the components within: for a server that confirms nothing. */
export function sayHandedOver(): void {
  const { locale, words } = inject(key, makeLanguage, true)
  provide(key, { locale, words: computed(() => replaceWords(words.value, { sent: words.value.handedOver })) })
}

function makeLanguage(initial?: Locale, replaced?: Partial<Words>, tables: Tables = {}): Language {
  const locale = ref(initial ?? localeFor(uniPlatform.language()))
  const table = shallowRef(silent)
  // A language that isn't there yet takes the place of the one before when it comes.
  watch(locale, async (wanted) => {
    const words = tables[wanted] ?? tableOf(wanted)
    if (words) table.value = words
    else {
      const loaded = await loadTable(wanted)
      if (locale.value === wanted) table.value = loaded
    }
  }, { immediate: true, flush: 'sync' })
  return { locale, words: computed(() => replaceWords(table.value, replaced)) }
}
