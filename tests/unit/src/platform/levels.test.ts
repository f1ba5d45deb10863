import { describe, expect, it } from 'vitest'
import { levelOf, levelOfMp3, levelOfSamples, thinOut } from '../../../../src/platform/levels'

/** A frame of MP3 at 16 kHz, 48 kbit/s, in mono, with this gain: the way that a phone's recorder makes them. */
function frame(gain: number, length = 216): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes.set([0xff, 0xf3, 0x68, 0xc4])
  // 30 bits into the side information.
  const value = gain << 2
  bytes[4 + 3] = value >> 8
  bytes[4 + 4] = value & 0xff
  return bytes
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => [...part]))
}

describe('levels', () => {
  it('go from silence to the loudest', () => {
    expect([-100, -50, -28, -6, 0].map(levelOf)).toEqual([0, 0, 50, 100, 100])
    expect(levelOfSamples(new Uint8Array(1_024).fill(128))).toBe(0)
    expect(levelOfSamples(new Uint8Array(1_024).map((_, index) => (index % 2 ? 255 : 0)))).toBe(100)
    expect(levelOfSamples(new Uint8Array(0))).toBe(0)
  })

  it('are thinned out to the loudest of their neighbours', () => {
    expect(thinOut([])).toEqual([])
    expect(thinOut([1, 2, 3])).toEqual([1, 2, 3])
    expect(thinOut([1, 9, 3, 4, 8, 6], 3)).toEqual([9, 4, 8])
    const many = thinOut(Array.from({ length: 601 }, (_, index) => index))
    expect([many.length, many[0], many.at(-1)]).toEqual([60, 9, 600])
  })

  it('are read off the frames of an MP3, wherever a piece begins', () => {
    expect(levelOfMp3(frame(210))).toBe(100)
    expect(levelOfMp3(frame(170))).toBe(0)
    const piece = join(frame(180).slice(100), frame(190), frame(200), frame(185), frame(210).slice(0, 10))
    expect(levelOfMp3(piece)).toBe(levelOf(-15))
  })

  it('are not known of what is no MP3', () => {
    expect(levelOfMp3(new Uint8Array(0))).toBeNull()
    expect(levelOfMp3(new Uint8Array(2_000).fill(0xff))).toBeNull()
    expect(levelOfMp3(new Uint8Array(2_000))).toBeNull()
  })
})
