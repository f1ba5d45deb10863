import type { Platform } from '../platform/types'
import { pollingTransport } from './polling'
import type { Transport } from './transport'

/** How long the server waits for something to tell, in ms: less than most proxies do. */
const WAIT = 25_000

/**
 * Frames are asked for all the time; the server answers when there are some.
 *
 * @param base the server's address with its version: `https://example.com/v1`
 */
export function longPolling(base: string, platform: Platform): Transport {
  return pollingTransport('long-polling', base, platform, WAIT)
}
