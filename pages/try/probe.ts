import type { Probe } from './diagnose'

/** How long an answer may take, in ms. */
const PATIENCE = 6_000

/** Asks a socket's address by a plain request, as browsers tell nothing of a handshake that failed. */
export async function probe(address: string): Promise<Probe> {
  const url = address.replace(/^ws/i, 'http')
  try {
    return (await uni.request({ url, timeout: PATIENCE })).statusCode
  } catch {
    // A browser keeps what another origin answers to itself, but not that it answers.
    // #ifdef H5
    const late = new Promise<Probe>(resolve => setTimeout(() => resolve('nothing'), PATIENCE))
    const answer = fetch(url, { mode: 'no-cors', cache: 'no-store' })
      .then((): Probe => 'answers', (): Probe => 'nothing')
    return Promise.race([answer, late])
    // #endif
    // #ifndef H5
    return 'nothing'
    // #endif
  }
}

/** Whether an address is without TLS where the platform wants it. */
export function lacksTls(address: string): boolean {
  // #ifdef H5
  if (location.protocol !== 'https:') return false
  // #endif
  return /^(ws|http):/i.test(address)
}
