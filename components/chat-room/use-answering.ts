import type { OpenTarget } from '../../src/content/target'
import type { Message } from '../../src/model/message'
import { tell } from '../../src/platform/dialogs'
import { isAnswer, useStreamsStore } from '../../store/streams'
import { useWords } from '../../store/words'
import { provideAnswers } from '../composables/use-answers'

/** Answers that are being written in a room: how they grow, and what stops them. */
export function useAnswering(canWrite: () => boolean, grew: () => void) {
  const words = useWords()
  const streams = useStreamsStore()

  provideAnswers({
    text: message => (isAnswer(message) ? streams.text(message) : ''),
    state: message => (isAnswer(message) ? streams.state(message) : undefined),
    get steers() {
      return streams.steers && canWrite()
    },
    grew,
  })

  /** Does what a tap asks for; false if that isn't for here. */
  return (message: Message, { what }: Pick<OpenTarget, 'what'>): boolean => {
    if (what !== 'stop' && what !== 'again') return false
    if (!streams[what](message)) tell(words.value.problems.offline)
    return true
  }
}
