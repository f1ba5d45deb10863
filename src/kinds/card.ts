import type { KindDefinition } from '../model/kinds'
import type { Person } from '../model/person'
import { fields, optional, text } from '../model/read'
import { inBrackets, line, url } from './fields'

/** Somebody to get to know. */
export interface CardContent {
  readonly person: Person
}

declare module '../model/content' {
  interface ContentKinds { card: CardContent }
}

export const card: KindDefinition<'card'> = {
  kind: 'card',
  read(from) {
    const person = fields(from.person, 'person')
    const avatar = optional(person, 'avatar', url)
    return { kind: 'card', person: { id: text(person, 'id'), name: line(person, 'name'), ...(avatar && { avatar }) } }
  },
  summary: ({ person }, words) => inBrackets(words.card, person.name),
}
