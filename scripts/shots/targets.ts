/** Something to tap that a finger may miss. */
export interface SmallTarget {
  /** Its class, or its tag. */
  what: string
  /** How far it reaches, in px, what lies around it for fingers included. */
  width: number
  height: number
}

/**
 * All that can be tapped on a page and is smaller than 44 px. It runs in the page: it asks the page what is hit, from
 * the middle of each outwards. What is cut by an edge, or partly covered, isn't counted, nor are links within a text.
 */
export function smallTargets(): SmallTarget[] {
  const LEAST = 44
  const small: SmallTarget[] = []
  const wanted = '[role=button], [role=switch], [role=checkbox], [role=radio], [role=tab], [role=menuitem], '
    + '[role=menuitemcheckbox], [role=option], [role=link], uni-button'
  for (const element of document.querySelectorAll<HTMLElement>(wanted)) {
    const { left, top, width, height } = element.getBoundingClientRect()
    const [x, y] = [left + width / 2, top + height / 2]
    const hits = (at: number, to: number): boolean => {
      const hit = document.elementFromPoint(at, to)
      return hit !== null && (hit === element || element.contains(hit))
    }
    const isLine = getComputedStyle(element).display === 'inline'
    const isWhole = hits(x, y) && hits(left + 1, y) && hits(left + width - 1, y) && hits(x, top + 1)
      && hits(x, top + height - 1)
    if (isLine || width === 0 || !isWhole) continue
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
    const area = element.closest('.chat-scroller')?.getBoundingClientRect() ?? screen
    const reach = (stepX: number, stepY: number): number => {
      let far = 0
      const isIn = (): boolean => {
        const [at, to] = [x + stepX * (far + 1), y + stepY * (far + 1)]
        // What reaches beyond the list or the screen is as large there as a finger can want it; so is what lies under a
        // button that floats above the list.
        if (at < area.left || to < area.top || at >= area.right || to >= area.bottom) return true
        return hits(at, to) || Boolean(document.elementFromPoint(at, to)?.closest('.chat-list__pill'))
      }
      while (far < LEAST && isIn()) far += 1
      return far
    }
    const wide = reach(-1, 0) + reach(1, 0) + 1
    const high = reach(0, -1) + reach(0, 1) + 1
    if (wide < LEAST || high < LEAST) {
      small.push({ what: element.className || element.tagName, width: wide, height: high })
    }
  }
  return small
}
