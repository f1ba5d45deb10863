import type { WireContent, WireEvent, WireHidden, WirePerson } from '../src/protocols/native/wire'

// A picture is not kept with each entry, as there is one for each person: it is put there when entries are told.

/** All persons that these entries name. They may be given their pictures as they are. */
export function personsIn(events: readonly (WireEvent | WireHidden)[]): WirePerson[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case 'hidden':
        return []
      case 'message': {
        const { from, content, quote, reactions = [] } = event
        const quoted = quote ? [quote.from, ...authorOf(quote.content)] : []
        return [from, ...authorOf(content), ...quoted, ...reactions.flatMap(({ people }) => people)]
      }
      case 'edit':
        return [event.from, ...authorOf(event.content)]
      case 'change':
        return [event.from, ...event.people ?? []]
      default:
        return [event.from]
    }
  })
}

/** Gives each of them the picture that there is, or none. */
export function putPictures(
  people: readonly WirePerson[], pictureOf: (id: string) => string | null | undefined,
): void {
  for (const person of people) {
    const picture = pictureOf(person.id)
    if (picture) person.avatar = picture
  }
}

/** Who took a message back, of what is left of it. */
function authorOf(content: WireContent): WirePerson[] {
  return content.kind === 'recalled' && 'by' in content ? [content.by as WirePerson] : []
}
