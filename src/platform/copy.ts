/**
 * Copies a text.
 * @returns whether it was; mini-programs tell the person by themselves
 */
export function copy(text: string): Promise<boolean> {
  // #ifdef H5
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => byHand(text))
  // #endif
  return byHand(text)
}

function byHand(data: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.setClipboardData({ data, showToast: false, success: () => resolve(true), fail: () => resolve(false) })
  })
}

/** Whether the platform itself says that something was copied. */
export function saysCopied(): boolean {
  // #ifdef MP-WEIXIN
  return true
  // #endif
  // #ifndef MP-WEIXIN
  return false
  // #endif
}

/** What of the page is selected, on H5. */
export function selectedText(): string {
  // #ifdef H5
  return String(window.getSelection?.() ?? '')
  // #endif
  // #ifndef H5
  return ''
  // #endif
}
