import { createPinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { useConnectionStore } from '../../../store/connection'
import { createChatKit } from '../../../store/kit'
import { useSocketStore } from '../../../store/socket'
import type { FakeSocket } from '../../helpers/fake-platform'
import { TestApp } from '../../helpers/test-app'
import { fakeUni } from '../../helpers/uni'

const hello = JSON.stringify({ type: 'hello', version: 1, token: 'jeton é' })

let app: TestApp
let socket: ReturnType<typeof useSocketStore>
let connection: ReturnType<typeof useConnectionStore>

beforeEach(() => {
  app = new TestApp({ rooms: [] })
  const pinia = createPinia()
  createApp({}).use(pinia).use(createChatKit({
    url: 'wss://chat.test/v1/ws', httpUrl: null, getToken: () => 'jeton é', socket: useSocketStore,
  }))
  socket = useSocketStore(pinia)
  connection = useConnectionStore(pinia)
})

async function open(): Promise<FakeSocket> {
  const before = fakeUni.sockets.length
  connection.open()
  await app.pass()
  return fakeUni.sockets[before] as FakeSocket
}

it('has the ready state of the WebSocket standard, from none to closed', async () => {
  expect(socket.readyState).toBe(3)
  const task = await open()
  expect(socket.readyState).toBe(0)
  task.sayOpen()
  expect(socket.readyState).toBe(1)
  connection.close()
  expect(socket.readyState).toBe(2)
  task.sayClose({ code: 1000 })
  expect(socket.readyState).toBe(3)
})

it('counts the bytes, in UTF-8, that the platform has not reported as sent', async () => {
  const task = await open()
  expect(socket.bufferedAmount).toBe(0)
  task.sayOpen()
  expect(socket.bufferedAmount).toBe(Buffer.byteLength(hello))
  task.flushes[0]?.()
  expect(socket.bufferedAmount).toBe(0)
  connection.close()
})

it('forgets what waited in a socket that is gone', async () => {
  const first = await open()
  first.sayOpen()
  first.sayClose()
  connection.close()
  const second = await open()
  expect(socket.bufferedAmount).toBe(0)
  first.flushes[0]?.()
  second.sayOpen()
  expect(socket.bufferedAmount).toBe(Buffer.byteLength(hello))
  connection.close()
})

it('tells any number of listeners, over reconnects, until they stop', async () => {
  const told: unknown[] = []
  const offs = (['open', 'message', 'error', 'close'] as const)
    .map(name => socket.on(name, event => void told.push([name, event])))
  const another = vi.fn()
  const off = socket.on('message', another)
  const first = await open()
  first.sayOpen()
  first.say('not for the kit')
  await app.pass(0)
  off()
  first.say('{"type":"tokenWanted"}')
  first.sayError({ errMsg: 'broken' })
  first.sayClose({ code: 1006, reason: 'gone' })
  connection.close()
  const second = await open()
  second.sayOpen()
  // What an older socket says is no news.
  first.say('late')
  await app.pass(0)
  expect(told).toEqual([
    ['open', { url: 'wss://chat.test/v1/ws' }],
    ['message', { data: 'not for the kit' }],
    ['message', { data: '{"type":"tokenWanted"}' }],
    ['error', { message: 'broken' }],
    ['close', { code: 1006, reason: 'gone' }],
    ['open', { url: 'wss://chat.test/v1/ws' }],
  ])
  expect(another).toHaveBeenCalledTimes(1)
  for (const stop of offs) stop()
  second.say('nobody hears')
  await app.pass(0)
  expect(told).toHaveLength(6)
  connection.close()
})
