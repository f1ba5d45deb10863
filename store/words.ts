import { type App, computed, type ComputedRef, inject, type InjectionKey, provide, type Ref, ref } from 'vue'
import { type Locale, localeFor, wordsOf } from '../src/locale/locale'
import type { Words } from '../src/locale/words'
import { uniPlatform } from '../src/platform/uni'

interface Language {
  locale: Ref<Locale>
  words: ComputedRef<Words>
}

const key: InjectionKey<Language> = Symbol('chat-words')

/** Sets the language of an app. */
export function provideWords(app: App, locale?: Locale, replaced?: Partial<Words>): void {
  app.provide(key, makeLanguage(locale, replaced))
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
  provide(key, { locale, words: computed(() => ({ ...words.value, sent: words.value.handedOver })) })
}

function makeLanguage(initial?: Locale, replaced?: Partial<Words>): Language {
  const locale = ref(initial ?? localeFor(uniPlatform.language()))
  return { locale, words: computed(() => wordsOf(locale.value, replaced)) }
}
