/** A row of the list, as it is drawn. */
export interface Row {
  /** A line that nobody said. */
  readonly system?: string
  readonly own?: boolean
  /** Who said it; only the first of several in a row tells. */
  readonly name?: string
  readonly text?: string
}

/** Reads rows as a {@link Seat} tells them. */
export function linesOf(rows: readonly Row[]): string[] {
  let speaker = '?'
  return rows.map(({ system, own, name, text = '' }) => {
    if (system !== undefined) return `* ${system}`
    speaker = name ?? speaker
    return `${own ? 'me' : speaker}: ${text}`
  })
}
