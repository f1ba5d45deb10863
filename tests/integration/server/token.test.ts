import { SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import { Stage } from '../../helpers/server'

const secret = 'a secret of at least thirty-two bytes'
let stage: Stage
let server: ChatServer

beforeEach(async () => {
  stage = new Stage()
  server = await stage.server({ secret })
})
afterEach(() => stage.close())

/** A token that holds for so many seconds. */
function token(sub: string, seconds: number): Promise<string> {
  return new SignJWT({ name: sub })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(secret))
}

describe('a token', () => {
  it('says in the welcome how long it holds', async () => {
    const client = await stage.enter(server.port, await token('ann', 3600))
    expect(client.welcome.tokenExpiresIn).toBeGreaterThan(3_590_000)
    expect(client.welcome.tokenExpiresIn).toBeLessThanOrEqual(3_600_000)
  })

  it('ends the connection with 4001 when it expires, and not before', async () => {
    const client = await stage.enter(server.port, await token('ann', 2))
    await client.settle()
    const error = await client.take('error')
    expect(error).toMatchObject({ code: 4001, message: 'the token has expired' })
    expect(await client.closed).toBe(4001)
  })

  it('can be replaced over the open link, which then outlives it', async () => {
    const client = await stage.enter(server.port, await token('ann', 2))
    client.send({ type: 'token', token: await token('ann', 3600) })
    const { expiresIn } = await client.take('tokenTaken')
    expect(expiresIn).toBeGreaterThan(3_590_000)
    await new Promise(done => setTimeout(done, 2_100))
    await client.settle()
  })

  it.each([
    ['forged', () => Promise.resolve('forged')],
    ['another person\'s', () => token('bob', 3600)],
    ['expired', () => token('ann', -5)],
  ])('that is %s can\'t replace it', async (_name, make) => {
    const client = await stage.enter(server.port, await token('ann', 3600))
    client.send({ type: 'token', token: await make() })
    expect(await client.take('error')).toMatchObject({ code: 4001 })
    expect(await client.closed).toBe(4001)
  })

  it('that holds for longer than timers can count does no harm', async () => {
    const client = await stage.enter(server.port, await token('ann', 10 * 365 * 86_400))
    await client.settle()
  })
})
