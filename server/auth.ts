import { createHash } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { WirePerson } from '../src/protocols/native/wire'
import { cleanName, cleanPicture, isId } from './names'

/** The shortest secret that HS256 should be used with, in bytes (RFC 7518, section 3.2). */
export const minSecretBytes = 32

/** Tells who holds a token, and makes tokens for the demo. */
export interface Auth {
  /** A token for this person, good for 30 days. */
  issue(person: WirePerson): Promise<string>
  /** What a token proves; undefined if it is forged, expired or otherwise not good. */
  verify(token: string): Promise<Proof | undefined>
}

/** What a good token proves. */
export interface Proof {
  person: WirePerson
  /** Until when it holds, in ms since 1970. */
  expiresAt: number
}

/**
 * Tokens are JWTs, signed with HS256: `sub` is the person's id, `exp` is required, `name` is what others see
 * (the id where it is missing), `picture` the address of a picture. A backend of one's own makes them with the same
 * secret.
 * @param secret - at least {@link minSecretBytes} bytes
 */
export function createAuth(secret: string): Auth {
  const key = new TextEncoder().encode(secret)
  return {
    issue: ({ id, name, avatar }) => new SignJWT({ name, ...(avatar !== undefined && { picture: avatar }) })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(id)
      .setIssuedAt()
      .setExpirationTime('30d')
      .sign(key),

    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] })
        if (!isId(payload.sub) || payload.exp === undefined) return undefined
        const person: WirePerson = { id: payload.sub, name: cleanName(payload.name) ?? payload.sub }
        const avatar = cleanPicture(payload.picture)
        if (avatar !== undefined) person.avatar = avatar
        return { person, expiresAt: payload.exp * 1000 }
      } catch {
        // Every failure of a check arrives as an error, and all mean the same: not this person.
        return undefined
      }
    },
  }
}

/** The person that a name stands for in the demo: the same name is always the same person. */
export function demoPerson(name: string): WirePerson {
  return { id: `p-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`, name }
}
