// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { createTokenSource, type TokenRequest } from '../../../../src/connection/token'

describe('the source of tokens', () => {
  it('asks once, however many ask it at the same time', async () => {
    let asked = 0
    const source = createTokenSource(async () => `token ${++asked}`)
    const all = await Promise.all(Array.from({ length: 1_000 }, () => source.get()))
    expect(new Set(all)).toEqual(new Set(['token 1']))
    expect(await source.get()).toBe('token 2')
  })

  it('says when the one given last is of no use any more, until there is another', async () => {
    const requests: TokenRequest[] = []
    let fails = true
    const source = createTokenSource((request) => {
      requests.push(request)
      if (request.refresh && fails) throw new Error('no network')
      return 'token'
    })
    await source.get()
    source.spoil()
    await expect(source.get()).rejects.toThrow('no network')
    fails = false
    await source.get()
    await source.get()
    expect(requests.map(({ refresh }) => refresh)).toEqual([false, true, true, false])
  })

  it('takes nothing for nobody', async () => {
    expect(await createTokenSource(() => '').get()).toBeNull()
    expect(await createTokenSource(() => null).get()).toBeNull()
  })

  it('asks again after a failure', async () => {
    let asked = 0
    const source = createTokenSource(() => {
      asked += 1
      if (asked === 1) throw new Error('later')
      return 'token'
    })
    await expect(source.get()).rejects.toThrow('later')
    expect(await source.get()).toBe('token')
  })
})
