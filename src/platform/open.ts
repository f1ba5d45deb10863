/** Ways out of a conversation: to pages, files, maps, and to pictures on the whole screen. */
// #ifndef H5
import { toMap } from './datum'
// #endif

/**
 * Follows an address that the person has agreed to. Where no page can be opened, it is copied.
 * @param href by http, https, mailto or tel; no other way is taken
 */
export function openAddress(href: string): void {
  const [, way = ''] = /^(https?|mailto|tel):/i.exec(href) ?? []
  if (!way) return
  // #ifdef H5
  // The page behind it learns nothing of this one, and can't touch it.
  if (/^http/i.test(way)) window.open(href, '_blank', 'noopener,noreferrer')
  else location.href = href
  // #endif
  // #ifndef H5
  if (/^tel/i.test(way)) uni.makePhoneCall({ phoneNumber: href.slice('tel:'.length), fail: () => {} })
  else uni.setClipboardData({ data: href.replace(/^mailto:/i, '') })
  // #endif
}

/** What the phone has an app for, on mini-programs. None of it runs in a page. */
const documents = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf'] as const

/** How it went: `unknown` where nothing shows files of that type. */
export type FileOutcome = 'done' | 'unknown' | 'failed'

/**
 * Keeps a file where the browser keeps what is downloaded; on mini-programs, shows it in the phone's own app. It is
 * never opened as a page.
 */
export function openFile(url: string, name: string): Promise<FileOutcome> {
  return handOver(url, name)
}

let handOver: typeof openFile = () => Promise.resolve('failed')
// #ifdef H5
handOver = download
// #endif
// #ifndef H5
handOver = show
// #endif

// #ifdef H5
async function download(url: string, name: string): Promise<FileOutcome> {
  try {
    const response = await fetch(url)
    if (!response.ok) return 'failed'
    // As bytes of no type, so that no browser takes it for a page.
    const bytes = new Blob([await response.blob()], { type: 'application/octet-stream' })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(bytes)
    link.download = name || 'file'
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    return 'done'
  } catch {
    return 'failed'
  }
}
// #endif

// #ifndef H5
function show(url: string, name: string): Promise<FileOutcome> {
  const ending = name.replace(/^.*\./, '').toLowerCase()
  const fileType = documents.find(known => known === ending)
  if (!fileType) return Promise.resolve('unknown')
  return new Promise((resolve) => {
    const fail = (): void => resolve('failed')
    uni.downloadFile({
      url,
      fail,
      success({ statusCode, tempFilePath }) {
        if (statusCode !== 200) return fail()
        uni.openDocument({ filePath: tempFilePath, fileType, showMenu: true, fail, success: () => resolve('done') })
      },
    })
  })
}
// #endif

/** A place on a map, in degrees, by WGS-84. */
interface Place {
  readonly latitude: number
  readonly longitude: number
  readonly name: string
  readonly address?: string
}

/** Whether the platform shows pictures and places by itself. */
let hasOwn = true
// #ifdef H5
hasOwn = false
// #endif

/**
 * Shows pictures on the whole screen where the platform has its own way, with pinching, paging and keeping: that is
 * quicker there than anything drawn in a page.
 * @returns whether it has
 */
export function previewImages(urls: readonly string[], current: number): boolean {
  // #ifndef H5
  uni.previewImage({ urls: [...urls], current })
  // #endif
  return hasOwn
}

/**
 * Shows a place on the platform's own map.
 * @returns whether it has one
 */
export function openMap({ latitude, longitude, name, address }: Place): boolean {
  // #ifndef H5
  uni.openLocation({ ...toMap({ latitude, longitude }), name, address })
  // #endif
  return hasOwn
}
