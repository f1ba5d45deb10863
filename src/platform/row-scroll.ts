/** Where a list of rows of one height stands, in px. */
export interface RowPlace {
  /** How much of its content lies above the visible part. */
  readonly top: number
  /** The height of the visible part; 0 if it isn't on screen. */
  readonly height: number
  /** The height of a row; 0 if it isn't known. */
  readonly row: number
}

export type RowScroll = ReturnType<typeof watchRowScroll>

/**
 * A scrolling element of a page in a browser that holds rows of one height, most of which aren't drawn.
 * @param ruler a selector of an element in it that is as high as a row
 * @param moved told when it was scrolled, and when it or its rows have another height
 * @param pressed told whether a finger or mouse button is down on it
 */
export function watchRowScroll(
  element: HTMLElement, ruler: string, moved: (place: RowPlace) => void, pressed: (on: boolean) => void,
) {
  const measured = element.querySelector(ruler)
  let last = 0

  const tell = (): void => {
    const { scrollTop: top, clientHeight: height } = element
    if (height > 0) moved({ top, height, row: measured?.getBoundingClientRect().height ?? 0 })
  }

  function scrolled(): void {
    if (element.clientHeight > 0) last = element.scrollTop
    tell()
  }

  const down = (): void => pressed(true)
  const up = (): void => pressed(false)
  // On a page with `disableScroll`, uni-app forbids the document what a finger does.
  const stopTouch = (event: Event): void => event.stopPropagation()
  const observer = new ResizeObserver(tell)
  observer.observe(element)
  if (measured) observer.observe(measured)
  element.addEventListener('scroll', scrolled, { passive: true })
  element.addEventListener('touchmove', stopTouch, { passive: true })
  element.addEventListener('pointerdown', down)
  for (const type of ['pointerup', 'pointercancel']) element.ownerDocument.addEventListener(type, up)

  return {
    /** Scrolls so that so much of the content lies above the visible part, in px. */
    to(top: number): void {
      element.scrollTop = top
      last = element.scrollTop
    },

    /**
     * To be called before rows change their places, in which browsers take the focus from them.
     * @param rows a selector of what can have it, with a `data-id`
     * @returns gives it back
     */
    holdFocus(rows: string): () => void {
      const { ownerDocument: page } = element
      const before = page.activeElement
      const id = before instanceof HTMLElement && before.matches(rows) ? before.dataset.id : undefined
      return () => {
        if (id === undefined || page.activeElement !== page.body) return
        const row = [...element.querySelectorAll<HTMLElement>(rows)].find(({ dataset }) => dataset.id === id)
        row?.focus({ preventScroll: true })
      }
    },

    /** Goes back to where it stood: an element that was taken out of the page and put back stands at its start. */
    restore(): void {
      element.scrollTop = last
    },

    stop(): void {
      observer.disconnect()
      element.removeEventListener('scroll', scrolled)
      element.removeEventListener('touchmove', stopTouch)
      element.removeEventListener('pointerdown', down)
      for (const type of ['pointerup', 'pointercancel']) element.ownerDocument.removeEventListener(type, up)
    },
  }
}
