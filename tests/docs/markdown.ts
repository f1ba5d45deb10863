/** What the tests read out of a page. */

export interface Snippet {
  readonly language: string
  /** The file that it is the whole of, if it is one. */
  readonly file: string | undefined
  readonly code: string
}

/** The code of a page. */
export const snippetsOf = (page: string): Snippet[] =>
  [...page.matchAll(/^```([\w-]+)(?: \[([^\]]+)\])?\n([\s\S]*?)^```$/gm)]
    .map(([, language = '', file, code = '']) => ({ language, file, code }))

/** The code of a page without what a translation changes: comments, words in quotes, and words between tags. */
export const codeOf = (page: string): string[] => snippetsOf(page).map(({ language, file, code }) => [
  language, file ?? '',
  code.replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|(?<!:)\/\/.*|#.*/g, '').replace(/lang="[\w-]+"/g, '')
    .replace(/(['"`])(?:(?!\1).)*\1/g, '\'\'').replace(/>[^<>\n]*</g, '><').replace(/\s+/g, ' '),
].join(' '))

/** The links of a page to other pages and files, as they stand there. */
export const linksOf = (page: string): string[] =>
  [...page.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    .filter(link => !/^(https?:|#|\/)/.test(link))
