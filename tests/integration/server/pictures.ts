/** The beginning of a PNG of this size. */
export function png(width: number, height: number): Buffer {
  const head = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0\x08\x06\0\0\0', 'latin1')
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return head
}

/** The beginning of a GIF of this size. */
export function gif(width: number, height: number): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\0\0\0', 'latin1')
  head.writeUInt16LE(width, 6)
  head.writeUInt16LE(height, 8)
  return head
}

/** The beginning of a JPEG of this size, behind notes of a camera and a table. */
export function jpeg(width: number, height: number): Buffer {
  const notes = Buffer.from([0xff, 0xe1, 0x9c, 0x42, ...Array.from({ length: 40_000 }, () => 0xff)])
  const table = Buffer.from([0xff, 0xc4, 0, 4, 1, 2])
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from([0xff, 0xd8]), notes, table, frame])
}

/** The beginning of an extended WebP of this size. */
export function webp(width: number, height: number): Buffer {
  const head = Buffer.from('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')
  head.writeUIntLE(width - 1, 24, 3)
  head.writeUIntLE(height - 1, 27, 3)
  return head
}
