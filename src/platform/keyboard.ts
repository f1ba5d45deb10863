/** What a phone's keyboard takes of the page, in px. */
export interface KeyboardRoom {
  /** So much of it lies over the page. */
  readonly covered: number
  /** By so much the browser has made the page smaller for it. */
  readonly shrunk: number
}

/** A page that is made smaller by less than this, in px, hasn't made room for a keyboard. */
const LEAST = 120

/**
 * Tells what a phone's keyboard takes of the page, where the page itself can know: on H5. Some browsers lay it over the
 * page (Safari), some make the page smaller for it (Chrome). Elsewhere the field itself tells.
 * @returns what ends it
 */
export function watchKeyboard(changed: (room: KeyboardRoom) => void): () => void {
  // #ifdef H5
  const viewport = window.visualViewport
  if (viewport) {
    let { innerWidth: width, innerHeight: tallest } = window
    const update = (): void => {
      // Turned, the page has another height; and where there is a mouse, windows are made smaller for other reasons.
      if (window.innerWidth !== width || !hasTouchKeyboard()) tallest = 0
      width = window.innerWidth
      tallest = Math.max(tallest, window.innerHeight)
      const missing = tallest - window.innerHeight
      // Zoomed in, the visible part is small without a keyboard.
      const covered = viewport.scale > 1.01 ? 0 : window.innerHeight - viewport.height
      changed({ covered: Math.max(0, Math.round(covered)), shrunk: missing < LEAST ? 0 : missing })
      // Safari pushes the page up to show the field: with the page made to fit, it needn't.
      if (covered > 0 && window.scrollY > 0) window.scrollTo(0, 0)
    }
    viewport.addEventListener('resize', update)
    viewport.addEventListener('scroll', update)
    return () => {
      viewport.removeEventListener('resize', update)
      viewport.removeEventListener('scroll', update)
    }
  }
  // #endif
  return () => {}
}

/** Whether who gives a field the focus may be given a keyboard on the screen. */
export function hasTouchKeyboard(): boolean {
  // #ifdef H5
  return window.matchMedia('(pointer: coarse)').matches
  // #endif
  // #ifndef H5
  return true
  // #endif
}
