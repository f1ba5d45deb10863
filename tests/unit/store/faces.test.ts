import { beforeEach, describe, expect, it } from 'vitest'
import type { Conversation } from '../../../src/model/conversation'
import type { MembersFrame } from '../../../src/protocols/native/wire'
import { useConnectionStore } from '../../../store/connection'
import { useFacesStore } from '../../../store/faces'
import { TestApp } from '../../helpers/test-app'

let app: TestApp
let asked: MembersFrame[]
/** Whether the server won't tell. */
let refuses: boolean

const group = (members: number, id = 'room'): Conversation => ({
  id, kind: 'group', title: 'Room', members, epoch: 'e', head: 0, read: 0, delivered: 0, unread: 0, mention: 0,
})

beforeEach(async () => {
  app = new TestApp()
  app.create()
  asked = []
  refuses = false
  app.server.instead = (frame) => {
    if (frame.type !== 'members') return null
    asked.push(frame)
    const { id, conversation } = frame
    if (refuses) return { type: 'error', id, code: 4500, message: 'no' }
    const members = ['ann', 'bob'].map((id, place) => ({ person: { id, name: id }, role: 'member' as const, place }))
    return { type: 'members', id, conversation, members }
  }
  useConnectionStore(app.pinia).open()
  await app.pass()
})

const faces = () => useFacesStore(app.pinia)
const names = (id = 'room') => faces().of(id).map(({ name }) => name)

describe('the faces of a group', () => {
  it('are asked for once, and again when others are in it', async () => {
    faces().show(group(2))
    faces().show(group(2))
    await app.pass()
    expect(asked).toMatchObject([{ conversation: 'room', limit: 9 }])
    expect(names()).toEqual(['ann', 'bob'])
    faces().show(group(3))
    await app.pass()
    expect(asked).toHaveLength(2)
  })

  it('are asked for again where the server didn\'t tell', async () => {
    refuses = true
    faces().show(group(2))
    await app.pass()
    expect(names()).toEqual([])
    refuses = false
    faces().show(group(2))
    await app.pass()
    expect(names()).toEqual(['ann', 'bob'])
  })

  it('aren\'t asked for where somebody has scrolled past thousands', async () => {
    for (let index = 0; index < 1_000; index++) faces().show(group(2, `g${index}`))
    await app.pass()
    expect(asked.length).toBeLessThan(30)
    expect(names('g999')).toEqual(['ann', 'bob'])
    expect(names('g500')).toEqual([])
    faces().show(group(2, 'g500'))
    await app.pass()
    expect(names('g500')).toEqual(['ann', 'bob'])
  })

  it('aren\'t asked for of a direct conversation, nor without a connection', async () => {
    faces().show({ ...group(2), kind: 'direct' })
    app.cut()
    faces().show(group(2))
    await app.pass()
    expect(asked).toEqual([])
  })

  it('are forgotten when another person signs in', async () => {
    faces().show(group(2))
    await app.pass()
    const connection = useConnectionStore(app.pinia)
    connection.close()
    await app.pass()
    expect(names()).toEqual([])
    app.token = 'bob'
    connection.open()
    await app.pass()
    faces().show(group(2))
    await app.pass()
    expect(asked).toHaveLength(2)
  })
})
