/** Whether a code point goes on with what stands before it: marks, variants, skin tones, tags, the joiner itself. */
function goesOn(point: number): boolean {
  return point === JOINER || (point >= 0xFE00 && point <= 0xFE0F) || point === 0x20E3
    || (point >= 0x1F3FB && point <= 0x1F3FF) || (point >= 0xE0020 && point <= 0xE007F)
    || (point >= 0x300 && point <= 0x36F) || (point >= 0x20D0 && point <= 0x20FF)
}

const JOINER = 0x200D
/** More code units than any emoji has. */
const LONGEST = 40

/**
 * Where the character before a place begins, as people see it: an emoji with all its parts, a letter with its marks.
 * `Intl.Segmenter` would know it, but not every phone has it.
 */
export function characterBefore(text: string, end: number): number {
  const points = [...text.slice(Math.max(0, end - LONGEST), end)]
  const pointAt = (index: number): number => points[index]?.codePointAt(0) ?? 0
  const isRegion = (index: number): boolean => pointAt(index) >= 0x1F1E6 && pointAt(index) <= 0x1F1FF
  let first = points.length - 1
  while (first > 0 && (goesOn(pointAt(first)) || pointAt(first - 1) === JOINER)) first -= 1
  // Two letters of regions make a flag: which ones belong together is told by how many stand in a row.
  let regions = 0
  while (isRegion(first - regions)) regions += 1
  if (regions > 0 && regions % 2 === 0) first -= 1
  // A line break of two.
  if (points[first] === '\n' && points[first - 1] === '\r') first -= 1
  return end - points.slice(Math.max(0, first)).join('').length
}
