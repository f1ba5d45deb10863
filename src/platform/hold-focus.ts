/**
 * Gives something that lies over a page in a browser the focus, and keeps it in there.
 * @returns gives it back to what had it before
 */
export function holdFocus(element: HTMLElement): () => void {
  const before = document.activeElement
  const inside = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>('[tabindex="0"]')]

  function keydown(event: KeyboardEvent): void {
    if (event.key !== 'Tab') return
    const all = inside()
    const edge = event.shiftKey ? all[0] : all[all.length - 1]
    const here = document.activeElement
    if (here !== edge && here !== element && element.contains(here)) return
    event.preventDefault()
    ;(event.shiftKey ? all[all.length - 1] : all[0])?.focus()
  }

  element.addEventListener('keydown', keydown)
  element.focus({ preventScroll: true })
  return () => {
    element.removeEventListener('keydown', keydown)
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  }
}
