import type { Platform } from '../platform/types'
import { httpTransport, readJson } from './http-link'
import type { Transport } from './transport'

/** The pause after an answer with nothing in it, in ms. */
const PAUSE = 3_000

/**
 * Frames are asked for every 3 s, and at once after some came or were sent.
 *
 * @param base the server's address with its version: `https://example.com/v1`
 */
export function polling(base: string, platform: Platform): Transport {
  return pollingTransport('polling', base, platform, 0)
}

/** Asks for frames again and again. `wait` is how long the server may wait for some before it answers, in ms. */
export function pollingTransport(name: string, base: string, platform: Platform, wait: number): Transport {
  return httpTransport(name, base, platform, (link) => {
    const { clock } = platform
    let asking = false
    let again = false
    let undoPause = (): void => {}

    const poll = (): void => {
      undoPause()
      asking = true
      again = false
      const began = clock.now()
      link.get(`/link/poll?wait=${wait}`, wait, (body) => {
        asking = false
        const frames = readJson(body)
        if (!Array.isArray(frames)) return link.end({ message: 'no chat server' })
        for (const frame of frames as unknown[]) {
          if (typeof frame === 'string') link.frame(frame)
          else link.closed(frame)
        }
        // Should something on the way answer a long poll at once, it must not go round and round.
        if (again || frames.length > 0 || clock.now() - began > wait / 2 && wait > 0) poll()
        else undoPause = link.after(PAUSE, poll)
      })
    }

    link.opened()
    poll()
    return () => {
      if (asking) again = wait === 0
      else poll()
    }
  })
}
