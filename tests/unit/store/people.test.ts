// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { useConnectionStore } from '../../../store/connection'
import { usePeopleStore } from '../../../store/people'
import { ann, bob } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'

let app: TestApp

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
  app.create()
})

function stores() {
  const { pinia } = app
  return { connection: useConnectionStore(pinia), people: usePeopleStore(pinia) }
}

describe('people', () => {
  it('are oneself and the others', async () => {
    const { people, connection } = stores()
    expect(people.self).toBeNull()
    connection.open()
    await app.pass()
    expect(people.self).toEqual(ann)
    const loading = people.load()
    expect(people.state).toBe('loading')
    await app.pass()
    await loading
    expect(people.state).toBe('ready')
    expect(people.list).toContainEqual(bob)
  })

  it('that come before it is told who one is stay, and go with whoever signs out', async () => {
    const { people, connection } = stores()
    connection.open()
    // Just after the welcome, before its news.
    for (let turn = 0; turn < 20 && connection.state !== 'online'; turn++) await app.pass(1)
    const loading = people.load()
    await app.pass()
    await loading
    expect(people.self).toEqual(ann)
    expect(people.list).toContainEqual(bob)
    connection.close()
    await app.pass()
    expect([people.self, people.list]).toEqual([null, []])
  })

  it('that can\'t be had say so', async () => {
    const { people } = stores()
    await people.load()
    expect([people.state, people.list]).toEqual(['failed', []])
  })
})
