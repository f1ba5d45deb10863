/** The most levels that a recording keeps. */
const MOST = 60

/** Levels of a whole recording, as many as are kept: of several that fall together, the loudest. */
export function thinOut(levels: readonly number[], most = MOST): number[] {
  const count = Math.min(most, levels.length)
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor(index * levels.length / count)
    return Math.max(...levels.slice(from, Math.floor((index + 1) * levels.length / count)))
  })
}

/** What is quieter is shown as silence, and so far above it as the loudest, in dB. */
const QUIETEST = -50
const RANGE = 44

/** A level from 0 to 100 of a loudness in dB, where 0 is as loud as can be. */
export function levelOf(decibels: number): number {
  return Math.round(Math.max(0, Math.min(1, (decibels - QUIETEST) / RANGE)) * 100)
}

/** The level of samples from 0 to 255, where 128 is silence. */
export function levelOfSamples(samples: Uint8Array): number {
  let sum = 0
  for (const sample of samples) sum += ((sample - 128) / 128) ** 2
  return levelOf(10 * Math.log10(sum / (samples.length || 1) + 1e-10))
}

const BIT_RATES: readonly (readonly number[])[] = [
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
]
const RATES = [44_100, 48_000, 32_000]
/** The gain at which a frame of MP3 is as loud as can be, and how many dB a step of it makes. */
const FULL_GAIN = 210
const GAIN_STEP = 1.5

/**
 * How loud a piece of MP3 is, from 0 to 100: from the gain that each of its frames notes, without decoding them.
 * @returns null if there is no frame in it
 */
export function levelOfMp3(bytes: Uint8Array): number | null {
  let loudest: number | null = null
  const at = (index: number): number => bytes[index] ?? 0
  for (let start = 0; start + 12 < bytes.length;) {
    const version = at(start + 1) >> 3 & 3
    const isFrame = at(start) === 0xff && (at(start + 1) & 0xe6) === 0xe2 && version !== 1
    const bitRate = BIT_RATES[version === 3 ? 1 : 0]?.[(at(start + 2) >> 4) - 1]
    const rate = RATES[at(start + 2) >> 2 & 3]
    if (!isFrame || bitRate === undefined || rate === undefined) {
      start += 1
      continue
    }
    const isMono = at(start + 3) >> 6 === 3
    const side = start + (at(start + 1) & 1 ? 4 : 6)
    // Where the side information notes the gain of the first granule: 21 bits into it.
    const bit = (version === 3 ? (isMono ? 18 : 20) : (isMono ? 9 : 10)) + 21
    const pair = at(side + (bit >> 3)) << 8 | at(side + (bit >> 3) + 1)
    const gain = pair >> (8 - (bit & 7)) & 0xff
    loudest = Math.max(loudest ?? 0, levelOf((gain - FULL_GAIN) * GAIN_STEP))
    const samples = version === 3 ? 144 : 72
    const divider = version === 0 ? 4 : version === 2 ? 2 : 1
    start += Math.floor(samples * bitRate * 1_000 / (rate / divider)) + (at(start + 2) >> 1 & 1)
  }
  return loudest
}
