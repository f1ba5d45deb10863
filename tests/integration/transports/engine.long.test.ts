/** The whole engine over each transport: two people write while their links break, and nothing is lost or doubled. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../../src/engine'
import type { Message } from '../../../src/model/message'
import { native } from '../../../src/protocols/native/native'
import { Vault } from '../../../src/storage/vault'
import { websocket } from '../../../src/transports/websocket'
import { NodePlatform } from '../../helpers/node-platform'
import { login, Stage, until } from '../../helpers/server'
import { overHttp } from './client'

let stage: Stage
let people: Person[]
beforeEach(() => {
  stage = new Stage()
  people = []
})
afterEach(async () => {
  for (const { engine, platform } of people) {
    engine.stop()
    await until(() => platform.requests.size === 0 && platform.clock.timers.size === 0)
    platform.close()
  }
  await stage.close()
})

interface Person {
  engine: Engine
  platform: NodePlatform
}

const room = 'general'

async function person(port: number, name: string, transportName: string): Promise<Person> {
  const platform = new NodePlatform()
  const make = overHttp.find(([each]) => each === transportName)?.[1]
  const base = `127.0.0.1:${port}/v1`
  const transport = make ? make(`http://${base}`, platform) : websocket(`ws://${base}/ws`, platform)
  const { token } = await login(port, name)
  const engine = createEngine({
    transports: [transport],
    protocol: native,
    platform,
    openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
    getToken: () => token,
  })
  const one = { engine, platform }
  people.push(one)
  engine.start()
  await until(() => online(one))
  engine.sync.enter(room)
  await until(() => engine.sync.loadState(room) === 'ready')
  return one
}

const online = ({ engine }: Person): boolean => engine.connection.snapshot.state === 'online'
const messages = ({ engine }: Person): readonly Message[] => engine.sync.timeline(room)?.messages ?? []
const textOf = ({ content }: Message): string => content.kind === 'text' ? content.text : ''

/** The network breaks; when it is back, the phone says so. */
async function breakNetwork(one: Person): Promise<void> {
  // Again and again: between two polls there is nothing to break.
  await until(() => {
    one.platform.cut()
    return !online(one)
  })
  for (const { wake } of one.platform.lifecycle) wake()
  await until(() => online(one))
}

it.each(['websocket', ...overHttp.map(([name]) => name)])('%s', async name => {
  const server = await stage.server()
  const ann = await person(server.port, 'Ann', name)
  const ben = await person(server.port, 'Ben', name)
  const [annsTexts, bensTexts]: string[][] = [[], []]
  const write = (who: Person, texts: string[] | undefined, text: string): void => {
    texts?.push(text)
    who.engine.sync.write(room, { kind: 'text', text })
  }
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 10; i++) {
      write(ann, annsTexts, `a${round}-${i}`)
      write(ben, bensTexts, `b${round}-${i}`)
    }
    // In the midst of it: some are on their way, some wait.
    await new Promise(done => setTimeout(done, round * 5))
    await breakNetwork(round % 2 === 0 ? ann : ben)
    write(ann, annsTexts, `a${round}-after`)
  }

  const total = (annsTexts?.length ?? 0) + (bensTexts?.length ?? 0)
  await until(() => [ann, ben].every(one =>
    messages(one).length === total && messages(one).every(({ status }) => status === 'sent')))
  expect(messages(ann).map(textOf)).toEqual(messages(ben).map(textOf))
  expect(messages(ann).map(({ seq }) => seq)).toEqual(Array.from({ length: total }, (_, i) => i + 1))
  expect(messages(ann).filter(({ own }) => own).map(textOf)).toEqual(annsTexts)
  expect(messages(ben).filter(({ own }) => own).map(textOf)).toEqual(bensTexts)
  expect([...ann.engine.dropped]).toEqual([])
  await until(() => server.stats().connections === 2)
}, 120_000)
