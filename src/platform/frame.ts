/**
 * Calls back before the screen shows what has been changed. In a browser that is within the frame: whoever lets
 * Chromium lay out a page between a change and its frame, while a wheel or finger scrolls, moves what is being read.
 */
export function beforePaint(callback: () => void): void {
  // #ifdef H5
  requestAnimationFrame(callback)
  // #endif
  // #ifndef H5
  setTimeout(callback)
  // #endif
}

/** Calls back where the screen's content may be changed: in a browser within a frame, for the same reason; else now. */
export function inFrame(callback: () => void): void {
  // #ifdef H5
  requestAnimationFrame(callback)
  // #endif
  // #ifndef H5
  callback()
  // #endif
}
