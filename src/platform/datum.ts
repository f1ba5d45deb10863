/**
 * Where a place lies. Messages say it by WGS-84, as satellites do and the whole world. Maps of mainland China, those of
 * WeChat and the other mini-programs among them, draw it by GCJ-02, which is moved by 100 to 700 m.
 */

/** Where a place lies, in degrees. */
export interface Position {
  readonly latitude: number
  readonly longitude: number
}

/** The ellipsoid of Krasovsky 1940, which GCJ-02 is reckoned on: its half axis in m, its eccentricity squared. */
const AXIS = 6_378_245
const FLAT = 0.006_693_421_622_965_943

/** Mainland China, roughly: near its borders it errs. */
const areas: readonly (readonly [south: number, north: number, west: number, east: number])[] = [
  [18, 21.25, 108.3, 111.5], [21.25, 22.1, 100, 113.4], [22.1, 25.4, 97.6, 119.8], [25.4, 28, 97.4, 122.3],
  [28, 32, 79, 123], [32, 36, 75.5, 123], [36, 41, 73.5, 124.3], [41, 45, 79.8, 131], [45, 49.2, 83, 90.5],
  [45, 50, 115.7, 134.8], [50, 53.6, 119, 127.3],
]

const isInChina = ({ latitude, longitude }: Position): boolean => areas.some(([south, north, west, east]) =>
  latitude >= south && latitude < north && longitude > west && longitude < east)

const { PI } = Math
/** Waves of so many half turns a degree, with these heights: pairs of both. */
const waves = (at: number, ...pairs: readonly [number, number][]): number =>
  pairs.reduce((sum, [height, turns]) => sum + height * Math.sin(at * turns * PI), 0) * 2 / 3

/** A position by WGS-84, as maps of mainland China draw it, by GCJ-02. */
export function toMap(position: Position): Position {
  if (!isInChina(position)) return position
  const { latitude, longitude } = position
  const [x, y] = [longitude - 105, latitude - 35]
  const common = waves(x, [20, 6], [20, 2])
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
    + common + waves(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30])
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
    + common + waves(x, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30])
  const angle = latitude / 180 * PI
  const bent = 1 - FLAT * Math.sin(angle) ** 2
  return {
    latitude: latitude + north * 180 / (AXIS * (1 - FLAT) / bent ** 1.5 * PI),
    longitude: longitude + east * 180 / (AXIS / Math.sqrt(bent) * Math.cos(angle) * PI),
  }
}

/** A position on a map of mainland China, by GCJ-02, as satellites have it, by WGS-84: to some metres. */
export function fromMap(position: Position): Position {
  const { latitude, longitude } = toMap(position)
  return { latitude: 2 * position.latitude - latitude, longitude: 2 * position.longitude - longitude }
}
