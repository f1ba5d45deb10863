import { getActivePinia, type Pinia } from 'pinia'
import type { App } from 'vue'
import { systemClock } from '../src/platform/clock'
import { createFileLinks, type FileLink, type FileLinks } from '../src/uploads/file-links'
import type { Upload } from '../src/uploads/upload'
import { provideFileLinks } from './file-links'

interface Media {
  /** Null where files can't be sent. */
  readonly upload: Upload | null
  readonly links: FileLinks
}

/** How each app, by its Pinia, sends and shows files. */
const media = new WeakMap<Pinia, Media>()

/** Tells an app how files are uploaded, if they are, and under which links they are shown. */
export function provideMedia(app: App, pinia: Pinia, how: { upload?: Upload | null, fileLink?: FileLink }): void {
  const { upload = null, fileLink = url => url } = how
  const links = createFileLinks(fileLink, systemClock)
  media.set(pinia, { upload, links })
  provideFileLinks(app, links)
}

/** How files are sent and shown in the app of the store that is being set up. */
export function useMedia(): Media {
  const pinia = getActivePinia()
  return pinia && media.get(pinia) || { upload: null, links: createFileLinks(url => url, systemClock) }
}
