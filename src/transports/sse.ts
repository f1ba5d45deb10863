import type { Platform } from '../platform/types'
import { httpTransport, readJson } from './http-link'
import { sseParser } from './sse-parser'
import type { Transport } from './transport'
import { utf8Decoder } from './utf8'

/**
 * Frames come by one answer that never ends (server-sent events), and go by POST.
 *
 * @param base the server's address with its version: `https://example.com/v1`
 */
export function sse(base: string, platform: Platform): Transport {
  return httpTransport('sse', base, platform, (link) => {
    const decode = utf8Decoder()
    const parse = sseParser((data, type) => {
      if (type === 'message') link.frame(data)
      // Only when this has come it is sure that nothing on the way gathers the stream.
      else if (type === 'open') link.opened()
      else if (type === 'ping') link.flush()
      else if (type === 'close') link.closed(readJson(data))
    })
    const chunk = (data: ArrayBuffer | string): void => parse(typeof data === 'string' ? data : decode(data))
    link.get('/link/events', 0, () => link.end({ message: 'the stream ended' }), chunk)
  })
}
