import { DeviceProblem, nameOf, problemOf } from './files'
import { openFile } from './open'

/**
 * Keeps a picture or a film in the phone's album; in a browser, where it keeps what is downloaded.
 * @returns whether it was: the person may think better of it
 * @throws DeviceProblem
 */
export function saveMedia(kind: 'image' | 'video', url: string): Promise<boolean> {
  return keep(kind, url)
}

let keep: typeof saveMedia = () => Promise.reject(new DeviceProblem('missing'))
// #ifdef H5
keep = async (kind, url) => {
  const name = nameOf(url.replace(/[?#].*$/, ''))
  const ending = kind === 'image' ? '.jpg' : '.mp4'
  if (await openFile(url, /\.\w{2,4}$/.test(name) ? name : `${kind}${ending}`) === 'done') return true
  throw new DeviceProblem('failed')
}
// #endif
// #ifndef H5
keep = (kind, url) => new Promise((resolve, reject) => {
  const fail = (error?: { errMsg?: string }): void => {
    const problem = problemOf(error)
    if (problem) reject(problem)
    else resolve(false)
  }
  uni.downloadFile({
    url,
    fail,
    success({ statusCode, tempFilePath: filePath }) {
      if (statusCode !== 200) return fail()
      const done = { filePath, success: () => resolve(true), fail }
      if (kind === 'image') uni.saveImageToPhotosAlbum(done)
      else uni.saveVideoToPhotosAlbum(done)
    },
  })
})
// #endif
