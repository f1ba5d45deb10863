import type { LocalFile } from './files'
// #ifdef H5
import { holdBlob } from './files'
// #endif

/**
 * The files that somebody pastes into a page in a browser, or drops on it. With files, the event is dealt with: the
 * browser neither inserts nor opens them. Elsewhere there are none.
 */
export function filesOf(event: Event): LocalFile[] {
  // #ifdef H5
  const { clipboardData, dataTransfer } = event as { clipboardData?: DataTransfer, dataTransfer?: DataTransfer }
  const data = clipboardData ?? dataTransfer
  // What comes from a word processor is text, with a picture of it.
  if (data && data.files.length > 0 && !(clipboardData && data.types.includes('text/plain'))) {
    event.preventDefault()
    return [...data.files].map(file => holdBlob(file, file.name))
  }
  // #endif
  return []
}
