import type { Written } from '../../src/content/written'
import type { Person } from '../../src/model/person'
import type { EmojiHabits } from '../../src/storage/drafts'
import type { ComposerAction } from './actions'

/** The properties of the composer. */
export interface ComposerProps {
  /** The longest text, in UTF-16 code units; 0 for no limit. */
  maxLength?: number
  /** What to begin with. Another object puts another text in place of what is written. */
  draft?: Written
  /** Whom one can mention. */
  members?: readonly Person[]
  /** Finds whom one can mention, in place of `members`, by a part of the name, which may be empty. */
  findMembers?: (query: string) => Promise<readonly Person[]>
  /** Whether one may mention all members at once. */
  mayMentionAll?: boolean
  /** The message that the text answers. */
  quote?: { readonly author: string, readonly summary: string }
  /** The message that the text changes. */
  editing?: { readonly text: string }
  /** Texts to send by one tap, above the field. */
  quickReplies?: readonly string[]
  /** What the panel offers to send besides text; empty for no panel. */
  actions?: readonly ComposerAction[]
  /** Whether one can send what one says. */
  voice?: boolean
  /** Why one can't write, if one can't. */
  disabled?: '' | 'muted' | 'notMember' | 'noServer'
  /** Which emoji this person takes; see the event `habits`. */
  habits?: EmojiHabits
}
