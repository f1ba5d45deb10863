/** A scroll-view's place and size, in px. */
export interface ScrollerSize {
  readonly scrollTop: number
  readonly scrollHeight: number
  readonly height: number
}

/** An element's place on the screen and its `data-id`, in px. */
export interface PartSize {
  readonly id: string
  readonly top: number
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

/**
 * Measures all elements within a component that fit a selector.
 * @param owner the component's public instance (its proxy)
 */
export function measureParts(owner: object | null, selector: string): Promise<PartSize[]> {
  return new Promise((resolve) => {
    uni.createSelectorQuery().in(owner).selectAll(selector)
      .fields({ rect: true, size: true, dataset: true }, (result) => {
        const nodes = Array.isArray(result) ? result : []
        resolve(nodes.map(({ dataset, top = 0, height = 0 }) => {
          const { id = '' } = (dataset ?? {}) as { id?: unknown }
          return { id: String(id), top, height }
        }))
      })
      .exec()
  })
}
