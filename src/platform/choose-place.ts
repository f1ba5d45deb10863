// #ifndef H5
import { fromMap } from './datum'
// #endif
import { DeviceProblem, problemOf } from './files'

/** A place on a map: in degrees, by WGS-84. */
export interface Place {
  readonly latitude: number
  readonly longitude: number
  /** Empty where only the position is known. */
  readonly name: string
  readonly address?: string
}

/** Whether a place can be chosen here. */
export function hasPlaces(): boolean {
  // #ifdef H5
  return Boolean(navigator.geolocation) && window.isSecureContext
  // #endif
  // #ifndef H5
  return typeof uni.chooseLocation === 'function'
  // #endif
}

/**
 * Lets the person choose a place on a map; on H5, where there is no map, it is where the person is.
 * @returns null if the person thought better of it
 * @throws DeviceProblem
 */
export function choosePlace(): Promise<Place | null> {
  return new Promise((resolve, reject) => {
    if (!hasPlaces()) return reject(new DeviceProblem('missing'))
    // #ifdef H5
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude, name: '' }),
      ({ code, message }) => reject(new DeviceProblem(code === 1 ? 'refused' : 'failed', message)),
      { timeout: 15_000, maximumAge: 60_000 },
    )
    // #endif
    // #ifndef H5
    uni.chooseLocation({
      success: ({ latitude, longitude, name, address }) => resolve({
        ...fromMap({ latitude: Number(latitude), longitude: Number(longitude) }), name, address,
      }),
      fail(error) {
        const problem = problemOf(error as { errMsg?: string })
        if (problem) reject(problem)
        else resolve(null)
      },
    })
    // #endif
  })
}
