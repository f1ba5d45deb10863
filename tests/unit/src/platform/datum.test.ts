import gcoord from 'gcoord'
import { describe, expect, it } from 'vitest'
import { fromMap, toMap } from '../../../../src/platform/datum'

const cities: readonly (readonly [string, number, number])[] = [
  ['Beijing', 116.404, 39.915], ['Shanghai', 121.47, 31.23], ['Guangzhou', 113.26, 23.13], ['Ürümqi', 87.6, 43.8],
  ['Lhasa', 91.1, 29.65], ['Harbin', 126.6, 45.8], ['Haikou', 110.33, 20.03], ['Kunming', 102.7, 25.04],
  ['Xiamen', 118.09, 24.48], ['Hulunbuir', 119.76, 49.21], ['Altay', 88.1, 47.8], ['Kashgar', 75.99, 39.47],
]
const elsewhere: readonly (readonly [string, number, number])[] = [
  ['Taipei', 121.5, 25.04], ['Seoul', 126.97, 37.55], ['Tokyo', 139.7, 35.7], ['Hanoi', 105.85, 21.03],
  ['Ulaanbaatar', 106.9, 47.9], ['Almaty', 76.9, 43.2], ['Kathmandu', 85.3, 27.7], ['Delhi', 77.2, 28.6],
  ['Paris', 2.35, 48.86], ['Sydney', 151.2, -33.9], ['New York', -74, 40.7], ['nowhere', 0, 0],
]

describe('a place in mainland China', () => {
  it.each(cities)('is moved on its maps as another library has it: %s', (_, longitude, latitude) => {
    const [east, north] = gcoord.transform([longitude, latitude], gcoord.WGS84, gcoord.GCJ02)
    const onMap = toMap({ latitude, longitude })
    expect(onMap.longitude).toBeCloseTo(east, 9)
    expect(onMap.latitude).toBeCloseTo(north, 9)
    expect(Math.hypot(east - longitude, north - latitude)).toBeGreaterThan(0.001)
  })

  // 0.00003° are 3 m.
  it.each(cities)('is found again from a map: %s', (_, longitude, latitude) => {
    const found = fromMap(toMap({ latitude, longitude }))
    expect(Math.abs(found.latitude - latitude)).toBeLessThan(0.00003)
    expect(Math.abs(found.longitude - longitude)).toBeLessThan(0.00003)
  })
})

it.each(elsewhere)('a place elsewhere is where it is: %s', (_, longitude, latitude) => {
  expect(toMap({ latitude, longitude })).toEqual({ latitude, longitude })
  expect(fromMap({ latitude, longitude })).toEqual({ latitude, longitude })
})
