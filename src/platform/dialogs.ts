/**
 * Lets the person choose one of some actions.
 * @returns the index of the chosen one, or null
 */
export function choose(actions: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    uni.showActionSheet({
      itemList: [...actions],
      success: ({ tapIndex }) => resolve(tapIndex),
      fail: () => resolve(null),
    })
  })
}
