import { beforeEach, describe, expect, it } from 'vitest'
import { useConnectionStore } from '../../../store/connection'
import { useDraftsStore } from '../../../store/drafts'
import { TestApp } from '../../helpers/test-app'
import { fakeUni } from '../../helpers/uni'

let app: TestApp

const draft = (text: string) => ({ text, mentions: [] })
const kept = (): string[] => [...fakeUni.stored.keys()].filter(key => key.includes('/draft/'))

beforeEach(() => {
  app = new TestApp()
})

async function signIn(token = 'ann') {
  app.token = token
  app.create()
  useConnectionStore(app.pinia).open()
  await app.pass()
  return useDraftsStore(app.pinia)
}

describe('drafts', () => {
  it('are kept a moment after the last change, or at once', async () => {
    const drafts = await signIn()
    drafts.put('room', draft('h'))
    drafts.put('room', draft('hi'))
    expect(drafts.of('room')?.text).toBe('hi')
    expect(kept()).toEqual([])
    await app.pass(400)
    expect(kept()).toHaveLength(1)
    drafts.put('other', draft('x'))
    drafts.keep()
    expect(kept()).toHaveLength(2)
    drafts.drop('room')
    drafts.put('other', draft('  '))
    drafts.keep()
    expect([drafts.of('room'), drafts.of('other')]).toEqual([undefined, undefined])
    expect(kept()).toEqual([])
  })

  it('are there after a restart, once it is known who one is', async () => {
    const first = await signIn()
    first.put('room', draft('hi'))
    first.keep()
    first.setHabits({ recents: ['🌹'], tone: 4 })
    app = new TestApp()
    app.create()
    const drafts = useDraftsStore(app.pinia)
    drafts.put('other', draft('written before'))
    expect(drafts.of('room')).toBeUndefined()
    await signIn()
    expect(drafts.of('room')).toEqual(draft('hi'))
    expect(drafts.habits).toEqual({ recents: ['🌹'], tone: 4 })
    await app.pass(400)
    expect(kept()).toHaveLength(2)
  })

  it('are nobody else\'s: who signs out leaves none, and who comes then finds none', async () => {
    const drafts = await signIn()
    drafts.put('room', draft('a secret'))
    drafts.keep()
    drafts.put('room', draft('another secret'))
    useConnectionStore(app.pinia).close()
    await app.pass(1_000)
    expect(drafts.of('room')).toBeUndefined()
    expect([...fakeUni.stored.values()].join()).not.toContain('another')
    await signIn('bob')
    expect(drafts.owner).toBe('bob')
    expect(drafts.of('room')).toBeUndefined()
  })

  it('are 50 at most: the one changed first goes', async () => {
    const drafts = await signIn()
    for (let index = 0; index < 51; index++) drafts.put(`room-${index}`, draft('x'))
    drafts.keep()
    expect(drafts.of('room-0')).toBeUndefined()
    expect(drafts.of('room-1')).toBeDefined()
    expect(kept()).toHaveLength(50)
  })
})
