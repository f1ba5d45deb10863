/** How the page that shows an example wants it: said in the address, behind the page's path. */
const query = new URLSearchParams(location.hash.split('?')[1] ?? '')

export const isChinese = query.get('lang') === 'zh'
export const theme = query.get('theme') === 'dark' ? 'dark' : 'light'

/** One of two words, in the language of the example. */
export const say = (english: string, chinese: string): string => (isChinese ? chinese : english)

/** The address of a file of the examples. */
export const fileUrl = (name: string): string => new URL(`static/${name}`, location.href.split('#')[0]).href
