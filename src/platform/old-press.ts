/**
 * Keeps a press that began before something came from reaching it, in a browser: a finger that has called for a menu by
 * staying is lifted later, and the click that follows isn't meant for what lies under it by then.
 * @returns what ends it
 */
export function ignoreOldPress(element: HTMLElement): () => void {
  let isNew = false
  const down = (): void => { isNew = true }
  const click = (event: MouseEvent): void => {
    // Those of screen readers have no press before them, and no number.
    if (isNew || event.detail === 0) return
    event.preventDefault()
    event.stopPropagation()
  }
  element.addEventListener('pointerdown', down, true)
  element.addEventListener('click', click, true)
  return () => {
    element.removeEventListener('pointerdown', down, true)
    element.removeEventListener('click', click, true)
  }
}
