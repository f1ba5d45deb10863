import type { KindDefinition } from '../model/kinds'
import { optional } from '../model/read'
import { inBrackets, line, url } from './fields'

/** A page, and what it says about itself. */
export interface LinkContent {
  readonly url: string
  readonly title: string
  readonly description?: string
  readonly picture?: string
  /** Whose page it is. The address says that better: this is shown beside it, not in its place. */
  readonly site?: string
}

declare module '../model/content' {
  interface ContentKinds { link: LinkContent }
}

export const link: KindDefinition<'link'> = {
  kind: 'link',
  read: from => ({
    kind: 'link',
    url: url(from, 'url'),
    title: line(from, 'title'),
    description: optional(from, 'description', line),
    picture: optional(from, 'picture', url),
    site: optional(from, 'site', line),
  }),
  summary: ({ title }, words) => inBrackets(words.link, title),
}
