/** Whether the app itself can lead to the page where the person allows the camera and the like. */
export function hasSettings(): boolean {
  // #ifdef H5
  return false
  // #endif
  // #ifndef H5
  return typeof uni.openSetting === 'function'
  // #endif
}

/** Opens that page. */
export function openSettings(): void {
  // #ifndef H5
  uni.openSetting({ fail() {} })
  // #endif
}
