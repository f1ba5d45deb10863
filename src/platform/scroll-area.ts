import type { PartSize } from './measure'

/** Where a scrolling area stands, in px. */
export interface Place {
  /** How much of its content lies above the visible part. */
  readonly fromStart: number
  /** How much lies below. */
  readonly fromEnd: number
  /** The height of the visible part; 0 if it isn't on screen. */
  readonly height: number
}

/** What is told of a scrolling area. */
export interface AreaListener {
  /** It was scrolled, by whomever. */
  moved(): void
  /** It or its content has another size. Told before the screen shows it. */
  resized(): void
}

/** How long after its last move a scroll counts as over, in ms. */
const SETTLED = 150

export type ScrollArea = ReturnType<typeof watchScrollArea>

/**
 * A scrolling element of a page in a browser, whose content hangs from its end: `flex-direction: column-reverse`, with
 * one child. What changes above the visible part then moves nothing, in any browser. What changes below it would:
 * Chromium and Firefox keep the line themselves (`overflow-anchor`), for WebKit it is done here.
 * @param rows a selector of the parts of the content that a reader's line can be told by
 */
export function watchScrollArea(element: HTMLElement, rows: string, listener: AreaListener) {
  const content = element.firstElementChild ?? element
  const keepsLine = typeof CSS !== 'undefined' && CSS.supports('overflow-anchor', 'auto')
  /** A row on the screen, and how much of the content lies below its upper edge: WebKit only. */
  let line: { row: Element, below: number } | null = null
  let last = 0
  let scrolledAt = 0

  const belowOf = (row: Element): number => content.getBoundingClientRect().bottom - row.getBoundingClientRect().top

  const partsOf = (selector: string): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(selector)]

  function noteLine(): void {
    if (keepsLine) return
    const { top } = element.getBoundingClientRect()
    const row = [...element.querySelectorAll(rows)].find(row => row.getBoundingClientRect().top >= top)
    line = row ? { row, below: belowOf(row) } : null
  }

  function keepLine(): void {
    if (keepsLine || element.clientHeight === 0) return
    // At the very end one wants to stay there.
    if (line?.row.isConnected && element.scrollTop < 0) {
      const moved = belowOf(line.row) - line.below
      if (Math.abs(moved) >= 0.5) element.scrollTop -= moved
    }
    noteLine()
  }

  function scrolled(): void {
    if (element.clientHeight === 0) return
    last = element.scrollTop
    scrolledAt = Date.now()
    noteLine()
    listener.moved()
  }

  element.addEventListener('scroll', scrolled, { passive: true })
  const observer = new ResizeObserver(() => {
    if (element.clientHeight === 0) return
    keepLine()
    listener.resized()
  })
  observer.observe(element)
  observer.observe(content)

  return {
    place(): Place {
      const { clientHeight, scrollHeight, scrollTop } = element
      // Safari goes beyond the end, and comes back.
      const fromEnd = Math.max(0, -scrollTop)
      return { fromStart: Math.max(0, scrollHeight - clientHeight - fromEnd), fromEnd, height: clientHeight }
    },

    /** To be called when the content has been changed: the reader's line stays where it was. */
    keepLine,

    /**
     * Whether nothing should change below the visible part just now: WebKit drops a correction that comes while a wheel
     * or finger scrolls.
     */
    mustHold: (): boolean => !keepsLine && Date.now() - scrolledAt < SETTLED,

    /** Goes to the end. */
    toEnd(): void {
      element.scrollTop = 0
      last = 0
    },

    /**
     * Scrolls so that the part with this `data-id` stands `lead` px below the area's upper edge.
     * @returns whether there is such a part
     */
    show(selector: string, id: string, lead: number): boolean {
      const part = partsOf(selector).find(({ dataset }) => dataset.id === id)
      if (!part) return false
      element.scrollTop += part.getBoundingClientRect().top - element.getBoundingClientRect().top - lead
      last = element.scrollTop
      noteLine()
      return true
    },

    /** Measures the parts of the content that fit a selector. */
    measure: (selector: string): PartSize[] => partsOf(selector).map((part) => {
      const { top, height } = part.getBoundingClientRect()
      return { id: part.dataset.id ?? '', top, height }
    }),

    /** Goes back to where it stood: an element that was taken out of the page and put back stands at its end. */
    restore(): void {
      element.scrollTop = last
    },

    stop(): void {
      element.removeEventListener('scroll', scrolled)
      observer.disconnect()
    },
  }
}
