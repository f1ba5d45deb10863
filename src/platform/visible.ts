/**
 * Tells whether the app is on screen: on H5, whether its tab is.
 * @returns what ends it
 */
export function watchVisible(changed: (visible: boolean) => void): () => void {
  const show = (): void => changed(true)
  const hide = (): void => changed(false)
  uni.onAppShow(show)
  uni.onAppHide(hide)
  return () => {
    uni.offAppShow(show)
    uni.offAppHide(hide)
  }
}
