import type { Words } from '../locale/words'
import type { Content, ContentKinds } from './content'
import type { Fields } from './read'

/** A kind of message: how to read what came of it, and how to say it in one line. */
export interface KindDefinition<Name extends keyof ContentKinds = keyof ContentKinds> {
  readonly kind: Name
  /**
   * Reads what came from the network or from storage: takes known fields over, checked, into a new object.
   * @throws when it can't be: then the message is shown as unsupported
   */
  read(from: Fields): { readonly kind: Name } & ContentKinds[Name]
  /** The message in one line, as a list of conversations shows it: `[Order] 2024-17`. */
  summary(content: ContentKinds[Name], words: Words): string
}

/** A definition of whichever kind. */
export type AnyKind = { [Name in keyof ContentKinds]: KindDefinition<Name> }[keyof ContentKinds]

/** What is known of a kind. */
export interface KnownKind {
  /** What came, read; undefined if it can't be. */
  read(from: Fields): Content | undefined
  summary(content: Content, words: Words): string
}

/**
 * The kinds that the program knows besides `text`. They are a part of the program as its functions are, and no state of
 * an app: registering one again changes nothing.
 */
const known = new Map<string, KnownKind>()

/** Makes a kind known, for good. */
export function registerKind(definition: AnyKind): void {
  known.set(definition.kind, {
    read(from) {
      try {
        return definition.read(from) as Content
      } catch {
        return undefined
      }
    },
    // It only gets what it has read.
    summary: (definition as KnownKind).summary,
  })
}

/** What is known of a kind. */
export function kindOf(name: string): KnownKind | undefined {
  return known.get(name)
}
