import type { Demo } from '../helpers/demo'
import { expect, test } from './fixtures'

/** Two people talk, and see that it works; nobody sees how. */
async function talk(demo: Demo): Promise<void> {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')
  const all: string[] = []
  for (let index = 0; index < 5; index++) {
    const [speaker, listener] = index % 2 ? [grace, ada] : [ada, grace]
    await speaker.say(`message ${index}`)
    all.push(`message ${index}`)
    await listener.sees(all)
  }
  await expect(ada.page.locator('.chat-banner')).toHaveCount(0)
  await expect(ada.page.locator('.chat-icon--clock')).toHaveCount(0)
}

test('a network that refuses WebSocket: chat works', async ({ demo }) => {
  demo.network.set({ upgrade: 403 })
  await talk(demo)
})

test('a network that takes WebSockets and swallows them: chat works', async ({ demo }) => {
  demo.network.set({ upgrade: 'swallow' })
  await talk(demo)
})

test('a network that takes WebSockets and swallows what they carry: chat works', async ({ demo }) => {
  demo.network.set({ upgrade: 'mute' })
  await talk(demo)
})

test('where WebSocket works again, the connection climbs back to it', async ({ demo }) => {
  demo.network.set({ upgrade: 403 })
  const ada = await demo.visitor()
  await ada.page.clock.install()
  await ada.signIn('Ada')
  await ada.enter('General')
  await ada.say('over HTTP')
  await expect(ada.page.locator('.chat-icon--check')).toHaveCount(1)
  const sockets: string[] = []
  ada.page.on('websocket', socket => sockets.push(socket.url()))

  await demo.network.clear()
  await ada.page.clock.fastForward(90_000)
  await expect.poll(() => sockets.length).toBeGreaterThan(1)
  await ada.say('over WebSocket')
  await expect(ada.page.locator('.chat-icon--check')).toHaveCount(2)
  await ada.sees(['over HTTP', 'over WebSocket'])
})
