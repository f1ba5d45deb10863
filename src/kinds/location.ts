import type { KindDefinition } from '../model/kinds'
import { optional } from '../model/read'
import { degrees, inBrackets, line, url } from './fields'

/** A place on a map: in degrees, by WGS-84, as satellites and browsers have it, in China, too. */
export interface LocationContent {
  readonly latitude: number
  readonly longitude: number
  readonly name: string
  readonly address?: string
  /** A picture of the map around it. */
  readonly picture?: string
}

declare module '../model/content' {
  interface ContentKinds { location: LocationContent }
}

export const location: KindDefinition<'location'> = {
  kind: 'location',
  read: from => ({
    kind: 'location',
    latitude: degrees(from, 'latitude', 90),
    longitude: degrees(from, 'longitude', 180),
    name: line(from, 'name'),
    address: optional(from, 'address', line),
    picture: optional(from, 'picture', url),
  }),
  summary: ({ name }, words) => inBrackets(words.location, name),
}
