/** What the kit has icons and words for. */
export type BuiltInAction = 'image' | 'shoot' | 'video' | 'file' | 'location' | 'card'

/** Something to send besides text: one of the kit's, or one of a project's own. */
export type ComposerAction = BuiltInAction | {
  /** What `pick` tells. */
  readonly name: string
  readonly label: string
  /** An icon's name; a style for `.chat-icon--NAME` sets `--chat-icon`, as in components/icons.css. */
  readonly icon?: string
}

/** What is offered unless a project says otherwise. */
export const usualActions: readonly ComposerAction[] = ['image', 'shoot', 'video', 'file', 'location', 'card']
