/** A scroll-view's place and size, in px. */
export interface ScrollerSize {
  readonly scrollTop: number
  readonly scrollHeight: number
  readonly height: number
}

/**
 * Measures a scroll-view within a component.
 * @param owner the component's public instance (its proxy)
 * @returns null when it isn't on screen
 */
export function measureScroller(owner: object | null, selector: string): Promise<ScrollerSize | null> {
  return new Promise((resolve) => {
    uni.createSelectorQuery().in(owner).select(selector)
      .fields({ size: true, scrollOffset: true }, (result) => {
        const node = Array.isArray(result) ? result[0] : result
        if (!node) return resolve(null)
        const { scrollTop = 0, scrollHeight = 0, height = 0 } = node
        resolve({ scrollTop, scrollHeight, height })
      })
      .exec()
  })
}
