import { ref, shallowRef } from 'vue'
import { isSafe } from '../../src/content/links'
import type { OpenTarget } from '../../src/content/target'
import type { FileContent } from '../../src/kinds/file'
import type { ForwardContent } from '../../src/kinds/forward'
import type { ImageContent } from '../../src/kinds/image'
import type { LocationContent } from '../../src/kinds/location'
import type { VideoContent } from '../../src/kinds/video'
import type { ReceivedContent } from '../../src/model/content'
import type { Message } from '../../src/model/message'
import { confirm, tell } from '../../src/platform/dialogs'
import { openAddress, openFile, openMap, previewImages } from '../../src/platform/open'
import { useFileLinks } from '../../store/file-links'
import { useLocale, useWords } from '../../store/words'
import { useCopy } from './use-copy'

type Picture = { readonly kind: 'image' } & ImageContent
type Film = { readonly kind: 'video' } & VideoContent

/** What is shown on the whole screen. */
export interface Viewed {
  readonly items: readonly (Picture | Film)[]
  readonly start: number
}

export interface OpenOptions {
  /** Those that are loaded. */
  messages(): readonly Message[]
  /** Goes to the message at a place in the log; false if it can't be had. */
  jump(seq: number): Promise<boolean>
  /** Says whether an address may be followed, in place of the kit's own question. */
  confirmLink(): ((address: string) => boolean | Promise<boolean>) | undefined
}

/** What a tap on a message opens. */
export function useOpen({ messages, jump, confirmLink }: OpenOptions) {
  const words = useWords()
  const locale = useLocale()
  const linkTo = useFileLinks()
  const copy = useCopy()
  const viewed = shallowRef<Viewed | null>(null)
  /** Merged forwards that are open, one in the other. */
  const forwards = ref<readonly ForwardContent[]>([])

  async function follow(address: string): Promise<void> {
    if (!isSafe(address)) return
    const { openLink, open, cancel } = words.value
    const ask = confirmLink() ?? (shown => confirm(openLink, shown, open, cancel))
    if (await ask(address)) openAddress(address)
  }

  async function view(wanted: Picture | Film, all: readonly ReceivedContent[]): Promise<void> {
    if (wanted.kind === 'video') {
      viewed.value = { items: [wanted], start: 0 }
      return
    }
    const items = all.filter((content): content is Picture => content.kind === 'image')
    const start = Math.max(0, items.indexOf(wanted))
    const links = await Promise.all(items.map(({ url }) => linkTo(url).catch(() => url)))
    if (!previewImages(links, start)) viewed.value = { items, start }
  }

  async function keep({ url, name }: FileContent): Promise<void> {
    const outcome = await openFile(await linkTo(url).catch(() => url), name)
    if (outcome === 'unknown') tell(words.value.fileNotOpened)
    else if (outcome === 'failed') tell(words.value.downloadFailed)
  }

  function showPlace(place: LocationContent): void {
    if (openMap(place)) return
    const { latitude, longitude, name } = place
    void follow(locale.value.startsWith('zh')
      ? `https://uri.amap.com/marker?position=${longitude},${latitude}&name=${encodeURIComponent(name)}&coordinate=wgs84`
      : `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`)
  }

  async function toQuoted({ quote }: Message): Promise<void> {
    if (!quote) return
    if (!await jump(quote.seq)) tell(words.value.quoteNotLoaded)
  }

  /** Opens a content; false if the kit has nothing to open of it. `around` are those that it stands among. */
  function openContent(content: ReceivedContent, target: OpenTarget, around: readonly ReceivedContent[]): boolean {
    if (target.what === 'link') void follow(target.value ?? '')
    else if (target.what === 'copy') void copy(target.value ?? '')
    else if (target.what !== 'content') return false
    else if (content.kind === 'image' || content.kind === 'video') void view(content, around)
    else if (content.kind === 'file') void keep(content)
    else if (content.kind === 'location') showPlace(content)
    else if (content.kind === 'forward') forwards.value = [...forwards.value, content]
    else return false
    return true
  }

  return {
    viewed,
    forwards,
    openContent,
    /** Opens messages that are shown together. */
    show(forward: ForwardContent): void {
      forwards.value = [...forwards.value, forward]
    },

    /** Opens something of a message; false if that is left to whoever uses the room. */
    open(message: Message, target: OpenTarget): boolean {
      if (target.what !== 'quote') return openContent(message.content, target, messages().map(({ content }) => content))
      void toQuoted(message)
      return true
    },

    /** Closes what was opened last. */
    back(): void {
      if (viewed.value) viewed.value = null
      else forwards.value = forwards.value.slice(0, -1)
    },
  }
}
