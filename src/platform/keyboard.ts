/**
 * Tells how much of the page a phone's keyboard covers, in px, where the page itself can know: on H5, for browsers that
 * lay the keyboard over the page (Safari) instead of making the page smaller. Elsewhere the field itself tells.
 * @returns what ends it
 */
export function watchKeyboard(changed: (height: number) => void): () => void {
  // #ifdef H5
  const viewport = window.visualViewport
  if (viewport) {
    const update = (): void => {
      // Zoomed in, the visible part is small without a keyboard.
      const covered = viewport.scale > 1.01 ? 0 : window.innerHeight - viewport.height
      changed(Math.max(0, Math.round(covered)))
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
