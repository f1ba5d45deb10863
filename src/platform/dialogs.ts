/**
 * Lets the person choose one of some actions.
 * @param title what they are about, where the actions alone don't say
 * @returns the index of the chosen one, or null
 */
export function choose(actions: readonly string[], title = ''): Promise<number | null> {
  return new Promise((resolve) => {
    uni.showActionSheet({
      itemList: [...actions],
      // Mini-programs have another name for it.
      ...title && { title, alertText: title },
      success: ({ tapIndex }) => resolve(tapIndex),
      fail: () => resolve(null),
    })
  })
}

/** Asks the person for a yes: `title`, and below it what it is about. */
export function confirm(title: string, content: string, yes: string, no: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({
      title,
      content,
      confirmText: yes,
      cancelText: no,
      success: ({ confirm }) => resolve(confirm),
      fail: () => resolve(false),
    })
  })
}

/** Tells the person something, for a moment. */
export function tell(title: string): void {
  uni.showToast({ title, icon: 'none' })
}
