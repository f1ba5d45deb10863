/** What presses on something: a finger, a mouse or a pen, with its place on the screen in px. */
export interface PointerListener {
  down(x: number, y: number): void
  move(x: number, y: number): void
  up(): void
  /** The system took it away. */
  lost(): void
}

/**
 * Listens to what presses on an element, also where it slides off it. In browsers only: mini-programs tell of touches
 * in the template, and uni-app's own events on H5 tell no place.
 * @param found what a template's `ref` gives: the element, or its component
 * @returns what ends it
 */
export function watchPointer(found: unknown, listener: PointerListener): () => void {
  // #ifdef H5
  const element = (found as { $el?: HTMLElement } | null)?.$el ?? found as HTMLElement | null
  if (!element) return () => {}
  const down = (event: PointerEvent): void => {
    if (event.button > 0) return
    element.setPointerCapture?.(event.pointerId)
    listener.down(event.clientX, event.clientY)
  }
  const move = ({ clientX, clientY }: PointerEvent): void => listener.move(clientX, clientY)
  element.addEventListener('pointerdown', down)
  element.addEventListener('pointermove', move)
  element.addEventListener('pointerup', listener.up)
  element.addEventListener('pointercancel', listener.lost)
  return () => {
    element.removeEventListener('pointerdown', down)
    element.removeEventListener('pointermove', move)
    element.removeEventListener('pointerup', listener.up)
    element.removeEventListener('pointercancel', listener.lost)
  }
  // #endif
  return () => {}
}
