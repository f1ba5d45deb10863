import { copy, saysCopied } from '../../src/platform/copy'
import { tell } from '../../src/platform/dialogs'
import { useWords } from '../../store/words'

/** Copies texts, and says how that went. */
export function useCopy(): (text: string) => Promise<void> {
  const words = useWords()
  return async (text) => {
    if (!await copy(text)) tell(words.value.problems.failed)
    else if (!saysCopied()) tell(words.value.copied)
  }
}
