import { crc32, deflateSync } from 'node:zlib'
import { mulberry } from './random'

/** A PNG of one colour, or of noise, which can't be made much smaller. */
export function picture(width: number, height: number, colour: readonly [number, number, number] | 'noise'): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1))
  const random = mulberry(1)
  for (let y = 0, at = 0; y < height; y++) {
    rows[at++] = 0
    for (let x = 0; x < width * 3; x++) {
      rows[at++] = colour === 'noise' ? random() * 256 : colour[x % 3] ?? 0
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const chunks = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
