/** What a page that has no title bar of the platform's leaves free at its top, in px. */
export interface TitleBar {
  /** Above it: what the phone shows of itself. */
  readonly top: number
  /** How high it is at least. */
  readonly height: number
  /** At its right: the mini-program's own buttons. */
  readonly end: number
}

/** Where the platform's own title bar would be. In browsers nothing has to be left free. */
export function titleBar(): TitleBar {
  // #ifdef MP-WEIXIN
  const { top, height, left } = uni.getMenuButtonBoundingClientRect()
  const { statusBarHeight = 0, windowWidth } = uni.getWindowInfo()
  // Its buttons stand in its middle.
  return { top: statusBarHeight, height: height + 2 * (top - statusBarHeight), end: windowWidth - left }
  // #endif
  // #ifndef MP-WEIXIN
  return { top: 0, height: 0, end: 0 }
  // #endif
}
