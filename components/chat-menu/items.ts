/** A line of the menu. */
export interface MenuItem {
  readonly name: string
  readonly label: string
  /** An icon's name. */
  readonly icon?: string
  readonly danger?: boolean
}

/** What one can react with at once. */
export const usualReactions: readonly string[] = ['👍', '❤️', '😂', '😮', '😢', '🙏']
