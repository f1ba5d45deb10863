import { parseArgs } from 'node:util'

type Figure = number | string | null | Readonly<Record<string, number>>
/** What was measured of one contender. */
export type Figures = Readonly<Record<string, Figure>>

/** What every bench understands. */
export interface BenchOptions {
  json: boolean
  seed: number
  /** How many trials, or clients; the bench's own number if it is not given. */
  count: number | undefined
  /** The name of the only contender to run. */
  only: string | undefined
}

/** Reads the command line: `--json`, `--seed N`, `--count N`, `--only NAME`. */
export function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      count: { type: 'string' },
      only: { type: 'string' },
    },
  })
  const { json, seed, count, only } = values
  return { json, seed: Number(seed), count: count ? Number(count) : undefined, only }
}

/** Runs a bench on the kit and its rivals, and prints: one line of JSON, or a table for people. */
export async function report(
  { json, seed, only }: BenchOptions,
  contenders: Readonly<Record<string, () => Figures | Promise<Figures>>>,
): Promise<void> {
  const rows: [string, Figures][] = []
  for (const [name, measure] of Object.entries(contenders)) {
    if (only && only !== name) continue
    const began = performance.now()
    if (!json) process.stderr.write(`${name} ... `)
    rows.push([name, await measure()])
    if (!json) process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1)} s\n`)
  }
  const [[, ours], ...rivals] = rows as [[string, Figures], ...[string, Figures][]]
  if (json) console.log(JSON.stringify({ ...ours, seed, node: process.version, rivals: Object.fromEntries(rivals) }))
  else console.log(table(rows))
}

/** Lines up names to the left and numbers to the right. */
export function table(rows: readonly [string, Figures][]): string {
  const columns = Object.keys(rows[0]?.[1] ?? {})
  const cells = [['', ...columns], ...rows.map(([name, figures]) => [name, ...columns.map(key => show(figures[key]))])]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0))) ?? []
  return cells.map(row => row.map((cell, column) => {
    const width = widths[column] ?? 0
    return column === 0 ? cell.padEnd(width) : cell.padStart(width)
  }).join('  ')).join('\n')
}

function show(figure: Figure | undefined): string {
  if (figure === undefined) return ''
  if (figure !== null && typeof figure === 'object') return JSON.stringify(figure)
  return figure === null ? '-' : String(figure)
}
