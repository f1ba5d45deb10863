/** What keys lead to in the composer of a page in a browser. */
export interface KeyTargets {
  /** Whether people are shown to choose one from; then keys go there first. */
  choosing(): boolean
  step(by: 1 | -1): void
  choose(): void
  closeChoice(): void
  /** Ends what was begun last; false if there is nothing to end. */
  escape(): boolean
  /** Arrow Up in an empty field; false if it isn't empty. */
  editLast(): boolean
}

/** Takes keys where they mean something; all others are the browser's. */
export function useKeys(to: KeyTargets) {
  const choice: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowDown: () => to.step(1),
    ArrowUp: () => to.step(-1),
    Enter: to.choose,
    Tab: to.choose,
    Escape: to.closeChoice,
  }

  function taken(key: string): boolean {
    if (!to.choosing()) return key === 'Escape' ? to.escape() : key === 'ArrowUp' && to.editLast()
    choice[key]?.()
    return key in choice
  }

  return {
    /** In the field. */
    press(event: KeyboardEvent): void {
      if (!taken(event.key)) return
      event.preventDefault()
      event.stopPropagation()
    },
    /** Somewhere else in the composer. */
    pressElsewhere(event: Event): void {
      if ((event as KeyboardEvent).key === 'Escape' && to.escape()) event.preventDefault()
    },
  }
}
