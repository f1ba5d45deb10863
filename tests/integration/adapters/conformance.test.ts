/** Every adapter against its real server, in Node: see `npm run conformance`. */
import { describe, it } from 'vitest'
import { adapterNames, backends } from '../../helpers/conformance/backends'
import { checks, PATIENCE } from '../../helpers/conformance/checks'
import { guestSeat } from '../../helpers/conformance/guest-seat'
import { withStand } from '../../helpers/conformance/stand'

// Side by side: the slow ones wait for a dead link to show.
describe.concurrent.each(adapterNames)('%s', (adapter) => {
  for (const { name, fits, run } of checks) {
    if (fits && !fits(backends[adapter])) continue
    it(name, { timeout: 2 * PATIENCE }, () =>
      withStand(adapter, async ({ guest }) => guestSeat(await guest('Ann')), run))
  }
})
