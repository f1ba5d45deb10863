/** Who uses the demo on this device, and where its server is. */

interface Session {
  token: string
  /** The person's id, as the server told it at sign-in. */
  id: string
  name: string
}

const KEY = 'demo-session'

let server: string = import.meta.env.VITE_CHAT_SERVER ?? 'http://127.0.0.1:8787'
// #ifdef H5
// The page comes from where the server is: the dev server, or the proxy in front of both, forwards /v1 to it.
server = location.origin
// #endif

/** The address of the chat server's socket. */
export const socketUrl = `${server.replace(/^http/, 'ws')}/v1/ws`

/** The session on this device; with an empty token, nobody is signed in. */
export const session: Session = Object.assign({ token: '', id: '', name: '' }, uni.getStorageSync(KEY))

/** Leads to the sign-in page unless somebody is signed in; each page that needs it calls it when it loads. */
export function requireSession(): void {
  if (!session.token) uni.reLaunch({ url: '/pages/sign-in/sign-in' })
}

/**
 * Signs in by name: in the demo nobody needs a password.
 * @param language in which the demo's customer service speaks
 * @throws Error with words for people when the server can't be reached or says no
 */
export async function signIn(name: string, language: string): Promise<void> {
  const { statusCode, data } = await uni.request({
    url: `${server}/v1/demo/login`,
    method: 'POST',
    header: { 'content-type': 'application/json' },
    data: { name, language },
  })
  const { token, self } = data as { token?: unknown, self?: { id?: unknown } }
  if (statusCode !== 200 || typeof token !== 'string' || typeof self?.id !== 'string') {
    throw new Error(`HTTP ${statusCode}`)
  }
  Object.assign(session, { token, id: self.id, name })
  uni.setStorageSync(KEY, session)
}

/** Forgets who uses the demo on this device. */
export function signOut(): void {
  Object.assign(session, { token: '', id: '', name: '' })
  uni.removeStorageSync(KEY)
}
