import type { Message } from '../../src/model/message'
import { confirm, tell } from '../../src/platform/dialogs'
import { DeviceProblem } from '../../src/platform/files'
import { openFile } from '../../src/platform/open'
import { saveMedia } from '../../src/platform/save'
import { hasSettings, openSettings } from '../../src/platform/settings'
import { useFileLinks } from '../../store/file-links'
import { useWords } from '../../store/words'

/** Keeps the picture, film or file of a message on the phone, and says how it went. */
export function useSaving(): (message: Message) => Promise<void> {
  const words = useWords()
  const linkTo = useFileLinks()

  return async ({ content }) => {
    if (content.kind !== 'image' && content.kind !== 'video' && content.kind !== 'file') return
    const { saved, album, openSettings: yes, cancel, fileNotOpened, downloadFailed } = words.value
    try {
      const url = await linkTo(content.url).catch(() => content.url)
      if (content.kind !== 'file') {
        if (await saveMedia(content.kind, url)) tell(saved)
        return
      }
      const outcome = await openFile(url, content.name)
      if (outcome !== 'done') tell(outcome === 'unknown' ? fileNotOpened : downloadFailed)
    } catch (error) {
      const why = error instanceof DeviceProblem ? error.why : 'failed'
      if (why !== 'refused' || !hasSettings()) tell(album[why])
      else if (await confirm(album[why], '', yes, cancel)) openSettings()
    }
  }
}
