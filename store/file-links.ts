import { type App, inject, type InjectionKey, type Ref, shallowRef, watch } from 'vue'
import type { FileLinks } from '../src/uploads/file-links'

const key: InjectionKey<FileLinks> = Symbol('chat-file-links')

/** A link to show; empty as long as it isn't known. */
export interface FileLinkRef extends Readonly<Ref<string>> {
  /** What was shown didn't load: gets another link, unless this one is new. */
  renew(): void
}

/** Gives an app its links to files. */
export function provideFileLinks(app: App, links: FileLinks): void {
  app.provide(key, links)
}

/**
 * The link under which a file of a message can be shown now; the address itself where the kit isn't installed.
 * @param url the address in the message
 */
export function useFileLink(url: () => string): FileLinkRef {
  const links = inject(key, null)
  const link = shallowRef('')

  function show(): void {
    const wanted = url()
    link.value = links ? links.now(wanted) ?? '' : wanted
    if (link.value !== '' || wanted === '') return
    const set = (found: string): void => {
      if (url() === wanted) link.value = found
    }
    // Without a link, the address itself fails to load, which the person sees and can try again.
    links?.get(wanted).then(set, () => set(wanted))
  }

  watch(url, show, { immediate: true })
  return Object.assign(link, {
    renew() {
      links?.renew(url())
      show()
    },
  })
}

/** Gives the links of files one by one: for what isn't drawn by a component. Rejects where there is none. */
export function useFileLinks(): (url: string) => Promise<string> {
  const links = inject(key, null)
  return url => (links ? links.get(url) : Promise.resolve(url))
}
