/**
 * Tells whether the window is at least so wide, at once and whenever that changes.
 * @param least in px
 * @returns what ends it
 */
export function watchWide(least: number, changed: (wide: boolean) => void): () => void {
  // #ifdef H5
  const query = window.matchMedia(`(min-width: ${least}px)`)
  const tell = (): void => changed(query.matches)
  query.addEventListener('change', tell)
  tell()
  return () => query.removeEventListener('change', tell)
  // #endif
  // #ifndef H5
  const resized = ({ size }: { size: { windowWidth: number } }): void => changed(size.windowWidth >= least)
  uni.onWindowResize(resized)
  resized({ size: uni.getWindowInfo() })
  return () => uni.offWindowResize(resized)
  // #endif
}
