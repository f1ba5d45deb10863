import { afterEach, beforeEach, expect, it } from 'vitest'
import { login, Stage } from '../../helpers/server'
import { contentOf, type WireClient } from '../../helpers/wire-client'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

/** Signs in as a page does. */
async function signIn(port: number, name: string, language: string): Promise<WireClient> {
  return stage.enter(port, (await login(port, name, language)).token)
}

const service = (client: WireClient) =>
  client.welcome.conversations.filter(({ peer }) => peer?.id.startsWith('service-'))

it('tells the group who comes by a page, once, and not of programs', async () => {
  const { port } = await stage.server()
  const ann = await stage.join(port, 'Ann')
  await signIn(port, 'Ben', 'en')
  expect(await ann.take('event')).toMatchObject({
    conversation: 'general', event: { seq: 1, type: 'change', change: 'joined', from: { name: 'Ben' }, members: 2 },
  })
  const again = await signIn(port, 'Ben', 'en')
  await stage.join(port, 'Cem')
  await ann.say('hello')
  const general = again.welcome.conversations.find(({ id }) => id === 'general')
  expect(general).toMatchObject({ head: 1, unread: 0, members: 2 })
  expect(service(ann)).toEqual([])
})

it('has a customer service that greets, answers, shows a product and asks for a rating', async () => {
  const { port } = await stage.server()
  const ann = await signIn(port, 'Ann', 'en')
  const [{ id = '', last, unread } = {}] = service(ann)
  expect(unread).toBe(1)
  expect(last?.type === 'message' && last.content.text).toContain('Hello Ann')

  const answers = async (text: string, count: number) => {
    await ann.say(text, id)
    const kinds: unknown[] = []
    while (kinds.length < count) {
      const message = await ann.message()
      if (message.from.id !== ann.self.id) kinds.push(message.content)
    }
    return kinds
  }
  expect(await answers('What do you recommend?', 2)).toMatchObject([{ kind: 'text' }, { kind: 'product' }])
  expect(await answers('I’d like to buy: Oolong tea', 2)).toMatchObject([{ kind: 'text' }, { kind: 'order' }])
  expect(await answers('订单', 2)).toMatchObject([{ kind: 'order' }, { kind: 'text' }])
  expect(await answers('That’s all, thanks', 1)).toMatchObject([{ kind: 'rating', text: 'How did we do?' }])
  // It has read all that, and nobody else has it among those one can write to.
  const ben = await signIn(port, 'Ben', 'zh-Hans')
  const [other] = service(ben)
  expect(other).toMatchObject({ title: '客服' })
  ben.send({ type: 'people', id: 'p' })
  expect((await ben.take('people')).people.map(({ name }) => name)).toEqual(['Ann'])
  const now = await stage.join(port, 'Ann')
  expect(service(now)[0]?.reached?.read).toBeGreaterThan(1)
})

it('goes on after a restart', async () => {
  const first = await stage.server()
  const [{ id = '' } = {}] = service(await signIn(first.port, 'Ann', 'en'))
  await first.close()
  const ann = await stage.join((await stage.server()).port, 'Ann')
  expect(service(ann)).toHaveLength(1)
  await ann.say({ kind: 'rating', text: 'How did we do?', stars: 5, to: 'x' }, id)
  const { event } = await ann.take('event', ({ event }) => event.from.id === 'service-en')
  expect(contentOf(event)).toEqual({ kind: 'text', text: 'Thank you! See you soon.' })
})
