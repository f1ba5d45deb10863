/** Where the arrow keys lead in a grid whose rows are as long as the screen lets them be. */
const steps: Readonly<Record<string, (at: number, columns: number, count: number) => number>> = {
  ArrowLeft: at => at - 1,
  ArrowRight: at => at + 1,
  ArrowUp: (at, columns) => at - columns,
  ArrowDown: (at, columns) => at + columns,
  Home: () => 0,
  End: (_at, _columns, count) => count - 1,
}

/**
 * Leads the focus through a grid of a page in a browser, by the browser's event of a key that was pressed in a cell.
 * @param cells a selector of its cells
 * @returns the index of the cell that has the focus now; null if the key leads nowhere
 */
export function stepInGrid(event: Event, cells: string): number | null {
  const { key, currentTarget, target } = event as KeyboardEvent
  const grid = currentTarget as HTMLElement
  const all = [...grid.querySelectorAll<HTMLElement>(cells)]
  const at = all.indexOf(target as HTMLElement)
  const rightToLeft = getComputedStyle(grid).direction === 'rtl'
  const turned = rightToLeft ? { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[key] : undefined
  const step = steps[turned ?? key]
  const [first] = all
  if (!step || !first || at < 0) return null
  event.preventDefault()
  const columns = all.findIndex(cell => cell.offsetTop > first.offsetTop)
  const to = step(at, columns < 0 ? all.length : columns, all.length)
  const cell = all[to]
  if (!cell) return null
  cell.focus()
  return to
}

/**
 * Tells how many columns a grid of a page in a browser has, now and whenever that changes. Elsewhere nobody asks.
 * @param owner the component whose root holds the grid (its proxy)
 * @returns what ends it
 */
export function watchColumns(owner: object | null, grid: string, changed: (columns: number) => void): () => void {
  // #ifdef H5
  const root = (owner as { $el?: Element } | null)?.$el
  if (root) {
    const observer = new ResizeObserver(() => {
      const element = root.querySelector(grid)
      if (element) changed(Math.max(1, getComputedStyle(element).gridTemplateColumns.split(' ').length))
    })
    observer.observe(root)
    return () => observer.disconnect()
  }
  // #endif
  return () => {}
}
