import type { Redis } from 'ioredis'
import type { WireEvent, WireHidden, WirePerson } from '../../src/protocols/native/wire'
import { personsIn, putPictures } from '../pictures'
import { keys } from './keys'

/** Who these are. Somebody of whom nothing is known has the id as a name. */
export async function personsOf(redis: Redis, ids: readonly string[]): Promise<WirePerson[]> {
  if (ids.length === 0) return []
  const [names, pictures] = await Promise.all([redis.hmget(keys.people, ...ids), redis.hmget(keys.pictures, ...ids)])
  return ids.map((id, index) => {
    const avatar = pictures[index]
    const person = { id, name: names[index] ?? id }
    return avatar ? { ...person, avatar } : person
  })
}

/** Gives all persons that these entries name their pictures. */
export async function putPicturesInto(redis: Redis, events: readonly (WireEvent | WireHidden)[]): Promise<void> {
  const people = personsIn(events)
  const ids = [...new Set(people.map(({ id }) => id))]
  if (ids.length === 0) return
  const pictures = await redis.hmget(keys.pictures, ...ids)
  const pictureOf = new Map(ids.map((id, index) => [id, pictures[index]]))
  putPictures(people, id => pictureOf.get(id))
}

/** Those of these persons who share a conversation with this one. */
export async function acquainted(redis: Redis, person: string, others: readonly string[]): Promise<string[]> {
  const mine = keys.conversationsOf(person)
  const shared = await Promise.all(others.map(
    other => redis.sintercard(2, mine, keys.conversationsOf(other), 'LIMIT', 1)))
  return others.filter((_, index) => shared[index] === 1)
}
