/** Where the keyboard leads from a row. */
export type RowStep = 'previous' | 'next' | 'pageUp' | 'pageDown' | 'first' | 'last'

const steps: Readonly<Record<string, RowStep | undefined>> = {
  ArrowUp: 'previous', ArrowDown: 'next', PageUp: 'pageUp', PageDown: 'pageDown', Home: 'first', End: 'last',
}

export type RowFocus = ReturnType<typeof watchRowFocus>

/**
 * The keyboard in a list of a page in a browser, of which only some rows are drawn: they have a `data-id` and
 * `tabindex="-1"`. The list can have the focus itself, and gets it when the row that has it is taken away.
 * @param step told where to go, from which row (null: none had the focus yet), and how many rows a page is
 */
export function watchRowFocus(
  element: HTMLElement, rows: string, step: (where: RowStep, from: string | null, page: number) => void,
) {
  /** The row that has the focus, or something in it. */
  let focused: HTMLElement | null = null
  let key: string | null = null

  function focusin({ target }: FocusEvent): void {
    focused = target instanceof Element ? target.closest<HTMLElement>(rows) : null
    key = focused?.dataset.id ?? key
  }

  function focusout(): void {
    const row = focused
    // Chromium tells of it while the row is being taken away, others don't.
    queueMicrotask(() => {
      if (row?.isConnected && focused === row && !row.contains(document.activeElement)) focused = null
    })
  }

  function keydown(event: KeyboardEvent): void {
    const where = steps[event.key]
    const { target } = event
    const here = target === element || (target instanceof Element && target.matches(rows))
    if (!where || !here || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    event.preventDefault()
    const { top, bottom } = element.getBoundingClientRect()
    const seen = [...element.querySelectorAll(rows)].map(row => row.getBoundingClientRect())
      .filter(row => row.top >= top && row.bottom <= bottom)
    step(where, key, Math.max(1, seen.length - 1))
  }

  element.addEventListener('focusin', focusin)
  element.addEventListener('focusout', focusout)
  element.addEventListener('keydown', keydown)

  return {
    /**
     * Gives a row the focus, and brings it on the screen.
     * @returns whether it is drawn
     */
    focus(id: string): boolean {
      const row = [...element.querySelectorAll<HTMLElement>(rows)].find(({ dataset }) => dataset.id === id)
      if (!row) return false
      row.focus({ preventScroll: true })
      const area = element.getBoundingClientRect()
      const { top, bottom } = row.getBoundingClientRect()
      const by = top < area.top ? top - area.top : Math.min(top - area.top, Math.max(0, bottom - area.bottom))
      if (by) element.scrollTop += by
      return true
    },

    /** To be called when rows may have been taken away: the focus isn't lost with them. */
    keep(): void {
      if (!focused || focused.isConnected) return
      focused = null
      if (document.activeElement === document.body) element.focus({ preventScroll: true })
    },

    stop(): void {
      element.removeEventListener('focusin', focusin)
      element.removeEventListener('focusout', focusout)
      element.removeEventListener('keydown', keydown)
    },
  }
}
