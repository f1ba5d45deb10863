/**
 * Draws `bench/results/NAME.svg` from `bench/results/NAME.json`, for every bench: `node --import tsx bench/chart.ts`.
 * The pictures follow the reader's theme, light or dark.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { kit } from './lib/kit'

interface Panel {
  key: string
  title: string
  unit: string
  /** What stands in place of a figure that there isn't. */
  none?: string
}

const charts: Readonly<Record<string, readonly Panel[]>> = {
  storm: [
    { key: 'peakPctPer100ms', title: 'Most attempts within 100 ms, of all clients', unit: '%' },
    { key: 'peakAfter60sPctPer100ms', title: 'The same, once a server that was gone for 60 s is back', unit: '%' },
    { key: 'p99RecoverySec', title: '99 % are back after', unit: 's' },
  ],
  deadlink: [
    { key: 'foregroundP99Sec', title: 'A dead link is noticed within (99 %)', unit: 's', none: 'never' },
    { key: 'afterWakeP99Sec', title: 'After coming to the front (99 %)', unit: 's', none: 'never' },
    { key: 'falseAlarms', title: 'Healthy links taken for dead, of 1,000', unit: '' },
  ],
  reconnect: [
    { key: 'p50Ms', title: 'First message after the network is back (median)', unit: 'ms' },
    { key: 'p99Ms', title: 'The same (99 %)', unit: 'ms' },
  ],
  send: [{ key: 'ackedPerSecAt100msRtt', title: 'Acknowledged messages a second, at a 100 ms round trip', unit: '/s' }],
  ingest: [{ key: 'eventsPerSec', title: 'Messages received a second, in Node', unit: '/s' }],
  flood: [
    { key: 'quietP99Ms', title: 'A message is there after (99 %), in the quiet', unit: 'ms' },
    { key: 'floodP99Ms', title: 'The same beside a flood', unit: 'ms' },
  ],
  connections: [{ key: 'bytesPerConnection', title: 'Memory of the server for a quiet connection', unit: 'B' }],
  fanout: [
    { key: 'rooms.1000.deliveriesPerSec', title: 'Deliveries a second in a room of 1,000', unit: '/s' },
    { key: 'rooms.50.deliveriesPerSec', title: 'The same in a room of 50', unit: '/s' },
    { key: 'rooms.1000.p99Ms', title: '99 % are there after, in the room of 1,000', unit: 'ms' },
  ],
  transports: [
    { key: 'p50Ms', title: 'A message is there after (median)', unit: 'ms' },
    { key: 'idleRequestsPerHour', title: 'Requests an hour, while nobody says anything', unit: '' },
    { key: 'idleBytesPerHour', title: 'Bytes an hour, while nobody says anything', unit: 'B' },
    { key: 'busyBytesPerHour', title: 'Bytes an hour, with a message every 2 s', unit: 'B' },
  ],
  list: [
    { key: 'burstFps', title: 'Frames a second while 1,000 messages a second come', unit: '/s' },
    { key: 'appendP95Ms', title: 'A message is on the screen after (95 %)', unit: 'ms' },
    { key: 'elementsMax', title: 'Elements in rows, at most', unit: '' },
  ],
  setdata: [
    { key: 'append.1000', title: 'Bytes to the view for a message that comes, at 1,000 messages', unit: 'B' },
    { key: 'history20.1000', title: 'The same for 20 of history', unit: 'B' },
    { key: 'change.1000', title: 'The same for a reaction on one', unit: 'B' },
  ],
  size: [{ key: 'connectionGzip', title: 'The connection, minified and gzipped', unit: 'B' }],
}

const WIDTH = 720
const LABELS = 190
const BARS = 420
const ROW = 24
const HEAD = 40

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .bar { fill: #afb8c1 }
  .ours { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #57606a }
    .ours { fill: #3fb950 }
  }`

for (const [name, panels] of Object.entries(charts)) {
  // Not every machine has run them all.
  if (existsSync(`bench/results/${name}.json`)) writeFileSync(`bench/results/${name}.svg`, draw(panels, rowsOf(name)))
}

/** What was measured, ours first. */
function rowsOf(name: string): [string, object][] {
  const { rivals, ...ours } = JSON.parse(readFileSync(`bench/results/${name}.json`, 'utf8')) as
    Record<string, unknown> & { rivals?: Record<string, object> }
  if (rivals) return [[kit.name, ours], ...Object.entries(rivals)]
  // The kit's own ways, side by side.
  return Object.entries(ours).filter((row): row is [string, object] => typeof row[1] === 'object')
}

/** The figure at a path, as `rooms.50.p99Ms`. */
function figureAt(figures: object, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], figures)
}

function draw(panels: readonly Panel[], rows: readonly [string, object][]): string {
  const tall = HEAD + rows.length * ROW
  const drawn = panels.map((panel, place) => drawPanel(panel, rows, place * tall)).join('\n')
  const height = panels.length * tall + 12
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" `
    + `role="img">\n<style>${style}\n</style>\n${drawn}\n</svg>\n`
}

function drawPanel({ key, title, unit, none = '-' }: Panel, rows: readonly [string, object][], top: number): string {
  const values = rows.map(([, figures]) => figureAt(figures, key))
  const most = Math.max(...values.map(value => (typeof value === 'number' ? value : 0)), Number.MIN_VALUE)
  const lines = rows.map(([name], place) => {
    const value = values[place]
    const y = top + HEAD + place * ROW
    const known = typeof value === 'number'
    const width = known ? Math.max(1, value / most * BARS) : 0
    const label = known ? `${value.toLocaleString('en')} ${unit}`.trim() : none
    return `<text x="${LABELS - 10}" y="${y + 13}" text-anchor="end">${name}</text>`
      + `<rect class="${place === 0 ? 'ours' : 'bar'}" x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="17" `
      + 'rx="3"/>'
      + `<text x="${(LABELS + width + 8).toFixed(1)}" y="${y + 13}">${label}</text>`
  })
  return [`<text class="title" x="12" y="${top + 28}">${title}</text>`, ...lines].join('\n')
}
