import { inject, type InjectionKey, provide } from 'vue'
import type { Message } from '../../src/model/message'

/** What the bubbles of answers need to know while these are being written; reactive. */
export interface Answers {
  /** What has been written, as far as it is known. */
  text(message: Message): string
  /** How the writing stands; undefined of what is no answer. */
  state(message: Message): 'waiting' | 'writing' | 'lost' | 'done' | 'stopped' | 'failed' | undefined
  /** Whether one can ask to stop it, or to write it again. */
  readonly steers: boolean
  /** To be called when an answer is drawn with more text: the list that it is in may go along. */
  grew(): void
}

const key: InjectionKey<Answers> = Symbol('chat-answers')

/**
 * Tells the messages within a component how answers grow. By this way, and not by properties of the list: a piece then
 * draws the end of one bubble again, and no list.
 */
export function provideAnswers(answers: Answers): void {
  provide(key, answers)
}

/** How answers grow; nothing where nobody tells: then they say what their messages do. */
export function useAnswers(): Answers | null {
  return inject(key, null)
}
