import { DeviceProblem, type LocalFile, nameOf, problemOf, typeOfName } from './files'
import { type FilmFacts, type PictureSize, pictureSize } from './picture'
// #ifdef H5
import { holdBlob } from './files'
import { compressPicture, filmFacts } from './picture'
// #endif

/** A picture that was chosen. */
export interface LocalPicture extends LocalFile, PictureSize {}

/** A film that was chosen. */
export interface LocalFilm extends LocalFile, FilmFacts {}

/** Where pictures come from. */
export type MediaSource = 'album' | 'camera'

/** The most pictures that are chosen at once: platforms take no more. */
const MOST = 9
/** The longest film that a camera takes here, in s. */
const LONGEST_FILM = 60

/**
 * Lets the person choose pictures, or take one. On mini-programs the system asks whether they are to be made smaller.
 * @returns none if the person thought better of it
 * @throws DeviceProblem
 */
export async function choosePictures(source: MediaSource): Promise<LocalPicture[]> {
  const files: LocalFile[] = []
  // #ifdef H5
  files.push(...(await pick('image/*', source === 'album' ? MOST : 1, source === 'camera')).slice(0, MOST))
  // #endif
  // #ifndef H5
  files.push(...(await chooseMedia('image', source)).map(toFile))
  // #endif
  const pictures = await Promise.all(files.map(async file => ({ ...file, ...await pictureSize(file.path) })))
  return pictures.map(({ width = 0, height = 0, ...file }) => ({ ...file, width, height }))
}

/** What browsers everywhere can show. */
const SHOWN_EVERYWHERE = /^image\/(jpeg|png|gif|webp)$/

/**
 * The same pictures, smaller where that is wanted and helps. On H5 also those that others couldn't show become ones
 * that they can; elsewhere the system has done all that.
 */
export async function smaller(pictures: readonly LocalPicture[], wanted: boolean): Promise<readonly LocalPicture[]> {
  // #ifdef H5
  return Promise.all(pictures.map(async (picture) => {
    const mustChange = !SHOWN_EVERYWHERE.test(picture.type)
    if (!wanted && !mustChange) return picture
    const file = await compressPicture(picture, mustChange)
    return file === picture ? picture : { ...file, ...await pictureSize(file.path) ?? { width: 0, height: 0 } }
  }))
  // #endif
  // #ifndef H5
  return pictures
  // #endif
}

/**
 * Lets the person choose a film, or make one.
 * @returns none if the person thought better of it
 * @throws DeviceProblem
 */
export async function chooseFilms(source: MediaSource): Promise<LocalFilm[]> {
  // #ifdef H5
  const files = await pick('video/*', 1, source === 'camera')
  return Promise.all(files.map(async (file) => {
    const facts = await filmFacts(file)
    if (!facts) throw new DeviceProblem('failed', 'not a film that can be played')
    return { ...file, ...facts }
  }))
  // #endif
  // #ifndef H5
  return (await chooseMedia('video', source)).map((item) => {
    const { width = 0, height = 0, duration = 0, thumbTempFilePath: thumb } = item
    const facts = { width, height, duration: Math.round(duration * 1_000) }
    return { ...toFile(item), ...facts, ...(thumb && { poster: toFile({ tempFilePath: thumb, size: 0 }) }) }
  })
  // #endif
}

/**
 * Lets the person choose files of any type: on WeChat, from their chats.
 * @throws DeviceProblem
 */
export async function chooseFiles(): Promise<LocalFile[]> {
  // #ifdef H5
  return (await pick('', MOST, false)).slice(0, MOST)
  // #endif
  // #ifndef H5
  const files = await call<{ tempFiles: { path: string, size: number, name: string }[] }>('chooseMessageFile', {
    count: MOST, type: 'all',
  })
  return (files?.tempFiles ?? []).map(({ path, size, name }) => ({ path, size, name, type: typeOfName(name) }))
  // #endif
}

// #ifdef H5
/** Opens the browser's own chooser. */
function pick(accept: string, most: number, camera: boolean): Promise<LocalFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.multiple = most > 1
    if (camera) input.setAttribute('capture', 'environment')
    // Safari opens none that isn't in the page.
    input.style.display = 'none'
    document.body.append(input)
    const end = (): void => {
      input.remove()
      resolve([...input.files ?? []].map(file => holdBlob(file, file.name)))
    }
    input.addEventListener('change', end)
    input.addEventListener('cancel', end)
    input.click()
  })
}
// #endif

// #ifndef H5
interface Chosen {
  tempFilePath: string
  size: number
  width?: number
  height?: number
  /** In s. */
  duration?: number
  thumbTempFilePath?: string
}

function toFile({ tempFilePath: path, size }: Chosen): LocalFile {
  const name = nameOf(path)
  return { path, size, name, type: typeOfName(name) }
}

/** The chooser for pictures and films; where there is none for both, the one for either. */
async function chooseMedia(kind: 'image' | 'video', source: MediaSource): Promise<Chosen[]> {
  const options = { sourceType: [source], sizeType: ['compressed', 'original'], maxDuration: LONGEST_FILM }
  const count = kind === 'image' && source === 'album' ? MOST : 1
  if (has('chooseMedia')) {
    const media = { ...options, count, mediaType: [kind], camera: 'back' }
    return (await call<{ tempFiles: Chosen[] }>('chooseMedia', media))?.tempFiles ?? []
  }
  if (kind === 'video') {
    const film = await call<Chosen>('chooseVideo', options)
    return film ? [film] : []
  }
  const images = await call<{ tempFiles: { path: string, size: number }[] }>('chooseImage', { ...options, count })
  return (images?.tempFiles ?? []).map(({ path, size }) => ({ tempFilePath: path, size }))
}

type Function = (options: object) => unknown

function has(name: string): boolean {
  return typeof (uni as unknown as Record<string, unknown>)[name] === 'function'
}

/** Calls one of the platform's functions; null if the person thought better of it. */
function call<Result>(name: string, options: object): Promise<Result | null> {
  return new Promise((resolve, reject) => {
    if (!has(name)) return reject(new DeviceProblem('missing', name))
    const work = (uni as unknown as Record<string, Function>)[name]
    work?.({
      ...options,
      success: resolve,
      fail(error: { errMsg?: string }) {
        const problem = problemOf(error)
        if (problem) reject(problem)
        else resolve(null)
      },
    })
  })
}
// #endif
