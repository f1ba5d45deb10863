/**
 * A list of mixed messages in Chromium, at a phone's size with the CPU slowed four times: ours, virtua's Vue list,
 * z-paging's chat mode, TDesign's chat list and a flat `v-for` in a scroll-view, with the same rows. Messages and the
 * arrays that hold them are made before the clock runs, except in the burst, where each list is given a new array for
 * each frame. `--count N` is for how many seconds 1,000 messages a second come in, 10 without it.
 */
import { buildListApp } from '../tests/helpers/list-app'
import { percentile, round } from './lib/figures'
import { ListPage } from './lib/list-page'
import { kit } from './lib/kit'
import { versionOf } from './lib/realm'
import { type Figures, readOptions, report } from './lib/report'

const options = readOptions()
const SECONDS = options.count ?? 10
const MANY = 100_000
/** What a list that draws everything can still show. */
const FLAT_MANY = 1_000

/** The key of the newest message, as code for the page. */
const NEWEST = '"m9999999"'

interface Contender {
  route: string
  version: string
  count: number
  /** Where a message that is jumped to should stand, in px; undefined where there is no jump. */
  lead?: number
}

const contenders: Readonly<Record<string, Contender>> = {
  [kit.name]: { route: 'list', version: kit.version, count: MANY, lead: 203 },
  'virtua': { route: 'virtua', version: versionOf('virtua'), count: MANY, lead: 200 },
  'z-paging': { route: 'z-paging', version: versionOf('z-paging'), count: FLAT_MANY },
  'TDesign': { route: 'tdesign', version: versionOf('tdesign-uniapp-chat'), count: FLAT_MANY },
  'flat v-for': { route: 'flat', version: '-', count: FLAT_MANY },
}

let folder: string | undefined

async function measure({ route, version, count, lead }: Contender): Promise<Figures> {
  folder ??= await buildListApp('h5')
  const page = await ListPage.open(folder, route)
  try {
    await page.page.evaluate(`list.prepare(${count})`)
    const mount = await page.timed(`list.fill(${count})`, NEWEST)
    await page.page.waitForTimeout(1_000)
    const appends: number[] = []
    for (let turn = 0; turn < 20; turn++) {
      appends.push(await page.timed('list.append(1)', 'list.ready(1)'))
      await page.page.waitForTimeout(120)
    }
    const elements = await page.elements()
    const drift = await page.drift(20)
    const jumps = lead === undefined ? null : await page.jumps(lead)
    // The burst begins at the end, as the reader follows it.
    await page.page.evaluate('list.toEnd?.()')
    await page.timed(`list.fill(${count})`, NEWEST)
    await page.page.waitForTimeout(500)
    const burst = await page.burst(1_000, SECONDS)
    return {
      messages: count,
      mount100kMs: round(mount, 1),
      jumpMs: jumps && round(percentile(jumps.map(({ took }) => took), 0.5), 1),
      jumpErrorPx: jumps && round(Math.max(...jumps.map(({ error }) => error)), 2),
      prependDriftPxMax: Number.isFinite(drift) ? round(drift, 2) : null,
      appendP95Ms: round(percentile(appends, 0.95), 1),
      elementsMax: elements,
      burstFps: round(burst.fps, 1),
      burstLongTasks: burst.long,
      heapMB: round(await page.heap(), 1),
      version,
    }
  } finally {
    await page.close()
  }
}

void report(options, Object.fromEntries(
  Object.entries(contenders).map(([name, contender]) => [name, () => measure(contender)]),
)).then(() => process.exit())
