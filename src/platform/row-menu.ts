/** A right click within so many ms after the menu key belongs to it, as browsers tell of both. */
const SAME = 500

/**
 * Right clicks and menu keys on the rows of a list of a page in a browser. A finger that stays is told of elsewhere: of
 * what the browser makes of it, nothing is left but that its own menu doesn't open.
 * @param told told the row's `data-id`, and where it was clicked
 * @returns stops it
 */
export function watchRowMenu(
  element: HTMLElement, rows: string, told: (key: string, point?: { x: number, y: number }) => void,
): () => void {
  let keyAt = -Infinity

  const keyOf = ({ target }: Event): string | undefined =>
    target instanceof Element ? target.closest<HTMLElement>(rows)?.dataset.id : undefined

  function contextmenu(event: MouseEvent): void {
    const key = keyOf(event)
    if (key === undefined) return
    event.preventDefault()
    const { pointerType } = event as PointerEvent
    if (pointerType === 'touch' || event.timeStamp - keyAt < SAME) return
    told(key, { x: event.clientX, y: event.clientY })
  }

  function keydown(event: KeyboardEvent): void {
    const key = keyOf(event)
    if (key === undefined || !(event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) return
    event.preventDefault()
    keyAt = event.timeStamp
    told(key)
  }

  element.addEventListener('contextmenu', contextmenu)
  element.addEventListener('keydown', keydown)
  return () => {
    element.removeEventListener('contextmenu', contextmenu)
    element.removeEventListener('keydown', keydown)
  }
}
