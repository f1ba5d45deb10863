/**
 * Gives the first element within a component that fits a selector the focus: in a browser only.
 * @param owner the component (its proxy)
 */
export function focusIn(owner: object | null, selector: string): void {
  // #ifdef H5
  const root = (owner as { $el?: unknown } | null)?.$el
  if (root instanceof Element) root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
  // #endif
}

/** Where the element that has the focus stands on the screen, in px: in a browser only. */
export function focusPoint(): { x: number, y: number } | undefined {
  // #ifdef H5
  const element = document.activeElement
  if (element && element !== document.body) {
    const { left, top, width, height } = element.getBoundingClientRect()
    return { x: left + width / 4, y: top + height / 2 }
  }
  // #endif
  return undefined
}
