import { createHmac, timingSafeEqual } from 'node:crypto'

/** Makes and checks addresses of single files that need no token, until they expire. */
export interface FileLinks {
  /** The query of such an address, good until `expires`, in ms since 1970. */
  sign(id: string, expires: number): string
  /** Whether this query lets somebody see this file now. */
  check(id: string, query: string): boolean
}

/** @param secret - that of the server; all nodes have the same */
export function createFileLinks(secret: string): FileLinks {
  // A key of its own: nothing that is signed with one can be taken for what is signed with the other.
  const key = createHmac('sha256', secret).update('uni-chat-kit: links to files').digest()
  const signature = (id: string, expires: string) => createHmac('sha256', key).update(`${id} ${expires}`).digest()
  return {
    sign: (id, expires) => `expires=${expires}&signature=${signature(id, String(expires)).toString('base64url')}`,

    check(id, query) {
      const values = new URLSearchParams(query)
      const expires = values.get('expires') ?? ''
      const given = Buffer.from(values.get('signature') ?? '', 'base64url')
      const right = signature(id, expires)
      return given.length === right.length && timingSafeEqual(given, right) && Number(expires) > Date.now()
    },
  }
}
