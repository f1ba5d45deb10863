import type { Frame } from '../platform/types'
import { utf8Decoder } from '../transports/utf8'

/** The text of a frame: a binary one is read as UTF-8, without TextDecoder, which a mini-program lacks. */
export function textOf(frame: Frame): string {
  return typeof frame === 'string' ? frame : utf8Decoder()(frame, true)
}
