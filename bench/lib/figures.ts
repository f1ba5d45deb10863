/** The value below which this share (0 to 1) of the values lies; Infinity counts. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length, Math.ceil(sorted.length * share)) - 1] ?? NaN
}

/** The most times in any window of this length. */
export function busiest(times: readonly number[], length: number): number {
  const sorted = Float64Array.from(times).sort()
  let most = 0
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while ((sorted[to] as number) - (sorted[from] as number) >= length) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}

/** Rounded; null in place of what isn't finite, which JSON can't say. */
export function round(value: number, digits = 2): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : null
}
