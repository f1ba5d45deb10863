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

/** What is told of a scrolling area, within a frame of the screen. */
export interface AreaListener {
  /** It was scrolled, by whomever. */
  moved(): void
  /** It, or a part of its content, has another size since the last frame. */
  resized(): void
}

/** Selectors of what an area holds: parts with a `data-id`, and their rows with theirs, each of one child. */
export interface AreaParts {
  readonly parts: string
  readonly rows: string
}

/** So far from the end the line is kept, in px. */
const OFF_END = 2
/** How long after its last move a scroll counts as over, in ms. */
const SETTLED = 150

export type ScrollArea = ReturnType<typeof watchScrollArea>

/**
 * A scrolling element of a page in a browser, whose content hangs from its end: `flex-direction: column-reverse`, with
 * one child. What changes above the visible part then moves nothing, in any browser. What changes below it would:
 * Chromium and Firefox keep the line themselves (`overflow-anchor`), for WebKit it is done here. The line is the first
 * row that begins on the screen: left to themselves, browsers keep the one that reaches into it from above, and all
 * that is read moves when a picture in that one comes late. Where none begins, it is the one that fills the screen:
 * what is being written in it comes at its end.
 *
 * Each row has the height that its child had in the last frame, and gets another one within a frame only: when a
 * hanging area grows and is laid out between frames, as when the browser looks what lies under the mouse, Chromium
 * moves what is read by as much while a wheel or finger scrolls.
 */
export function watchScrollArea(element: HTMLElement, { parts, rows }: AreaParts, listener: AreaListener) {
  const content = element.firstElementChild ?? element
  const keepsLine = typeof CSS !== 'undefined' && CSS.supports('overflow-anchor', 'auto')
  /** A row on the screen, how much of the content lies below its upper edge, and how far that is below the area's. */
  let line: { row: HTMLElement, below: number, lead: number } | null = null
  /** The rows above the line: not WebKit. */
  let above: readonly HTMLElement[] = []
  let last = 0
  /** How far below its place the line is, in px: a place to scroll to is rounded, and what grows does so many times. */
  let owed = 0
  let scrolledAt = 0

  const belowOf = (row: Element): number => content.getBoundingClientRect().bottom - row.getBoundingClientRect().top

  const partsOf = (selector: string): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(selector)]

  /** Finds the row that is to be kept where it is, and lets the browser keep none above it. */
  function noteLine(): void {
    // At the very end nothing moves, whatever comes above it.
    if (element.scrollTop === 0) return void (line = null)
    const { top, bottom } = element.getBoundingClientRect()
    const all = partsOf(rows)
    // Not the first of all: what stands above its text changes when others come in front of it.
    const next = all.findIndex((row, index) => index > 0 && row.getBoundingClientRect().top >= top)
    const begins = all[next]
    // None begins on the screen: one fills it, and may grow at its end.
    const place = begins && begins.getBoundingClientRect().top < bottom ? next : (next < 0 ? all.length : next) - 1
    const row = all[place]
    line = row ? { row, below: belowOf(row), lead: row.getBoundingClientRect().top - top } : null
    if (!keepsLine) return
    const now = all.slice(0, Math.max(0, place))
    for (const row of above) if (!now.includes(row)) row.style.overflowAnchor = ''
    for (const row of now) row.style.overflowAnchor = 'none'
    above = now
  }

  function keepLine(): void {
    if (element.clientHeight === 0) return
    // At the very end one wants to stay there.
    if (!keepsLine && line?.row.isConnected && element.scrollTop < 0) {
      const moved = belowOf(line.row) - line.below
      if (Math.abs(moved) >= 0.5) element.scrollTop -= moved
    }
    noteLine()
  }

  function scrolled(): void {
    if (element.clientHeight === 0) return
    if (element.scrollTop !== last) owed = 0
    last = element.scrollTop
    scrolledAt = Date.now()
    noteLine()
    listener.moved()
  }

  element.addEventListener('scroll', scrolled, { passive: true })
  // On a page with `disableScroll`, uni-app forbids the document what a finger does. Its own scroll-view does the same.
  const stopTouch = (event: Event): void => event.stopPropagation()
  element.addEventListener('touchmove', stopTouch, { passive: true })
  /** The rows whose children are watched, by those. */
  let fitted = new Map<Element, HTMLElement>()
  let telling = 0
  const observer = new ResizeObserver((entries) => {
    if (element.clientHeight === 0) return
    const before = line?.row.getBoundingClientRect().top ?? 0
    for (const { target, contentRect } of entries) {
      const row = fitted.get(target)
      if (row) row.style.height = `${contentRect.height}px`
    }
    // Browsers don't keep a row whose own height is set.
    if (keepsLine && line?.row.isConnected && element.scrollTop < 0) {
      const { row } = line
      const wanted = before - owed
      const moved = row.getBoundingClientRect().top - wanted
      if (Math.abs(moved) >= 0.5) element.scrollTop += moved
      last = element.scrollTop
      owed = row.getBoundingClientRect().top - wanted
    }
    keepLine()
    // In a frame of its own: what was drawn now would be measured too late for this one.
    telling ||= requestAnimationFrame(() => {
      telling = 0
      listener.resized()
    })
  })
  observer.observe(element)

  /** To be called when rows have been drawn, before they are laid out. */
  function fit(): void {
    const before = fitted
    fitted = new Map()
    for (const row of partsOf(rows)) {
      const child = row.firstElementChild
      if (!child) continue
      fitted.set(child, row)
      if (!before.delete(child)) observer.observe(child)
    }
    for (const child of before.keys()) observer.unobserve(child)
  }

  return {
    place(): Place {
      const { clientHeight, scrollHeight, scrollTop } = element
      // Safari goes beyond the end, and comes back.
      const fromEnd = Math.max(0, -scrollTop)
      return { fromStart: Math.max(0, scrollHeight - clientHeight - fromEnd), fromEnd, height: clientHeight }
    },

    fit,

    /** To be called within a frame, when the content has been changed: the reader's line stays where it was. */
    keepLine,

    /**
     * Whether nothing should change below the visible part just now: WebKit drops a correction that comes while a wheel
     * or finger scrolls.
     */
    mustHold: (): boolean => !keepsLine && Date.now() - scrolledAt < SETTLED,

    /** The first row that begins on the screen, by its `data-id`, and how far below the upper edge it does, in px. */
    line: (): { key: string, lead: number } | null => line && { key: line.row.dataset.id ?? '', lead: line.lead },

    /** Goes to the end. */
    toEnd(): void {
      element.scrollTop = 0
      last = 0
    },

    /** Leaves the very end, where what comes behind would move all that is read. */
    offEnd(): void {
      if (element.scrollTop > -OFF_END) element.scrollTop = -OFF_END
    },

    /**
     * Scrolls so that the row with this `data-id` stands `lead` px below the area's upper edge.
     * @returns whether there is such a row
     */
    show(id: string, lead: number): boolean {
      const part = partsOf(rows).find(({ dataset }) => dataset.id === id)
      if (!part) return false
      element.scrollTop += part.getBoundingClientRect().top - element.getBoundingClientRect().top - lead
      last = element.scrollTop
      noteLine()
      return true
    },

    /** Measures the parts. */
    measure: (): PartSize[] => partsOf(parts).map((part) => {
      // It has no box of its own: its rows have.
      const top = part.firstElementChild?.getBoundingClientRect().top ?? 0
      const bottom = part.lastElementChild?.getBoundingClientRect().bottom ?? top
      return { id: part.dataset.id ?? '', top, height: bottom - top }
    }),

    /** Goes back to where it stood: an element that was taken out of the page and put back stands at its end. */
    restore(): void {
      element.scrollTop = last
    },

    stop(): void {
      element.removeEventListener('scroll', scrolled)
      element.removeEventListener('touchmove', stopTouch)
      observer.disconnect()
      cancelAnimationFrame(telling)
    },
  }
}
