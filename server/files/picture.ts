import type { Buffer } from 'node:buffer'

/** How many pixels a picture has. */
export interface PictureSize {
  width: number
  height: number
}

/** How many of the first bytes {@link pictureSize} wants: photos have pages of notes before their size. */
export const pictureBytes = 262_144

/**
 * The size of a JPEG, PNG, GIF or WebP, as its first bytes tell it; undefined if they don't. A camera's note that a
 * JPEG is to be turned is not looked at.
 */
export function pictureSize(type: string, head: Buffer): PictureSize | undefined {
  try {
    const size = readers[type]?.(head)
    return size && size.width > 0 && size.height > 0 ? size : undefined
  } catch (error) {
    // It ends before that.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const readers: Readonly<Record<string, ((head: Buffer) => PictureSize | undefined) | undefined>> = {
  'image/png': head => ({ width: head.readUInt32BE(16), height: head.readUInt32BE(20) }),
  'image/gif': head => ({ width: head.readUInt16LE(6), height: head.readUInt16LE(8) }),
  'image/jpeg': sizeOfJpeg,
  'image/webp': sizeOfWebp,
}

function sizeOfJpeg(head: Buffer): PictureSize | undefined {
  // Segments: 0xff, a marker, and a length that counts itself. The size is in the one that starts the frame.
  for (let at = 2; head.readUInt8(at) === 0xff;) {
    const marker = head.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isStart = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isStart) return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) }
    at += 2 + head.readUInt16BE(at + 2)
  }
  return undefined
}

function sizeOfWebp(head: Buffer): PictureSize | undefined {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ': return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = head.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: (bits >> 14 & 0x3fff) + 1 }
    }
    case 'VP8X': return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 }
    default: return undefined
  }
}
