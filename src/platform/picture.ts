// #ifdef H5
import { blobAt, holdBlob } from './files'
// #endif
import type { LocalFile } from './files'

/** A picture's size in px, as it is shown: turned the way that the camera noted. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** What is to be known of a film before it is sent. */
export interface FilmFacts extends PictureSize {
  /** In ms. */
  readonly duration: number
  /** A picture of its beginning, if one could be had. */
  readonly poster?: LocalFile
}

/** Looks how large a picture is; null if it can't be shown here. */
export function pictureSize(path: string): Promise<PictureSize | null> {
  return new Promise((resolve) => {
    // #ifdef H5
    const image = new Image()
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight })
    image.onerror = () => resolve(null)
    image.src = path
    // #endif
    // #ifndef H5
    uni.getImageInfo({
      src: path,
      success({ width, height, orientation = 'up' }) {
        const isTurned = /^(left|right)/.test(orientation)
        resolve(isTurned ? { width: height, height: width } : { width, height })
      },
      fail: () => resolve(null),
    })
    // #endif
  })
}

// #ifdef H5
/** The longest edge of a picture that was made smaller, in px. */
const LONGEST_EDGE = 2_048
const QUALITY = 0.82
/** A film's first picture is looked for so far from its beginning, in s: the very first one is often black. */
const POSTER_AT = 0.1
/** A film that tells nothing of itself for so long is no film, in ms. */
const FILM_PATIENCE = 10_000

/**
 * Makes a picture smaller, as a JPEG; it stays as it is if that wouldn't help, it moves, or the browser can't.
 * @param always also where it gets no smaller, for types that others can't show
 */
export async function compressPicture(file: LocalFile, always = false): Promise<LocalFile> {
  if (/gif/.test(file.type) || typeof createImageBitmap === 'undefined') return file
  try {
    const bitmap = await createImageBitmap(await blobAt(file.path))
    const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height))
    const blob = await draw(bitmap, bitmap.width * scale, bitmap.height * scale)
    bitmap.close()
    if (!blob || (!always && blob.size > 0.9 * file.size)) return file
    return holdBlob(blob, file.name.replace(/(\.[^.]*)?$/, '.jpg'))
  } catch {
    return file
  }
}

function draw(source: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width))
  canvas.height = Math.max(1, Math.round(height))
  const context = canvas.getContext('2d')
  if (!context) return Promise.resolve(null)
  // A JPEG has no holes.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
}

/** Looks at a film; null if it can't be played here. */
export function filmFacts({ path, name }: LocalFile): Promise<FilmFacts | null> {
  return new Promise((resolve) => {
    const video = document.createElement('video')
    const timer = setTimeout(() => end(null), FILM_PATIENCE)
    const end = (facts: FilmFacts | null): void => {
      clearTimeout(timer)
      video.onerror = video.onloadeddata = video.onseeked = null
      video.removeAttribute('src')
      resolve(facts)
    }
    video.muted = true
    video.playsInline = true
    video.preload = 'auto'
    video.onerror = () => end(null)
    video.onloadeddata = () => {
      const { videoWidth: width, videoHeight: height, duration } = video
      if (width === 0) return end(null)
      const facts = { width, height, duration: Number.isFinite(duration) ? Math.round(duration * 1_000) : 0 }
      video.onseeked = () => {
        const scale = Math.min(1, 640 / Math.max(width, height))
        draw(video, width * scale, height * scale).then((blob) => {
          end(blob ? { ...facts, poster: holdBlob(blob, name.replace(/(\.[^.]*)?$/, '.jpg')) } : facts)
        }, () => end(facts))
      }
      video.currentTime = Math.min(POSTER_AT, (duration || 0) / 2)
    }
    video.src = path
  })
}
// #endif
