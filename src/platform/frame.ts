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

/**
 * Calls back where the screen's content may be changed: in a browser within a frame, for the same reason; else as soon
 * as what runs has ended. On mini-programs watchers run while the page renders: it would render for what they read.
 */
export function inFrame(callback: () => void): void {
  // #ifdef H5
  requestAnimationFrame(callback)
  // #endif
  // #ifndef H5
  void Promise.resolve().then(callback)
  // #endif
}

/** How often a mini-program's page takes what has changed, in ms: each time crosses over to another thread. */
const TOGETHER = 100

/** What does something once for all calls within a frame: on mini-programs, ten times a second. */
export function togetherInFrame(callback: () => void): () => void {
  let waits = false
  const run = (): void => {
    waits = false
    callback()
  }
  return () => {
    if (waits) return
    waits = true
    // #ifdef H5
    // A page that doesn't show has no frames.
    if (document.hidden) setTimeout(run, TOGETHER)
    else requestAnimationFrame(run)
    // #endif
    // #ifndef H5
    setTimeout(run, TOGETHER)
    // #endif
  }
}
