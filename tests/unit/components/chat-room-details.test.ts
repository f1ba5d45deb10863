import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import ChatRoomDetails from '../../../components/chat-room-details/chat-room-details.vue'
import type { ClientFrame, ServerFrame, WireMember, WireRole } from '../../../src/protocols/native/wire'
import { TestApp } from '../../helpers/test-app'
import { isH5 } from '../../helpers/target'
import { fakeUni } from '../../helpers/uni'

let app: TestApp
let members: WireMember[]
let role: WireRole
/** What was asked of the server, but for what every client asks. */
let asked: ClientFrame[]
/** The code of what is refused. */
let refused: number

const member = (id: string, place: number, as: WireRole = 'member'): WireMember =>
  ({ person: { id, name: id[0]?.toUpperCase() + id.slice(1) }, role: as, place })

/** Ann and others. */
const crowd = (count: number): WireMember[] =>
  Array.from({ length: count }, (_, index) => (index ? member(`p${index - 1}`, index + 1) : member('ann', 1, 'owner')))

beforeEach(() => {
  app = new TestApp({ rooms: ['room'] })
  members = [member('ann', 1, 'owner'), member('bob', 2), member('cem', 3, 'admin')]
  role = 'owner'
  asked = []
  refused = 0
  app.server.instead = answer
})

function answer(frame: ClientFrame): ServerFrame | null {
  if (frame.type === 'hello') {
    const { limits } = app.server
    return {
      type: 'welcome', version: 1, self: { id: 'ann', name: 'Ann' }, heartbeat: 0, time: 0, limits,
      conversations: [conversation()],
    }
  }
  if (frame.type === 'ping' || frame.type === 'history' || frame.type === 'watch') return null
  asked.push(frame)
  if (!('id' in frame)) return null
  const { id } = frame
  if (refused) return { type: 'error', id, code: refused, message: 'no' }
  switch (frame.type) {
    case 'members':
      return {
        type: 'members', id, conversation: 'room',
        members: members.filter(({ place }) => place > (frame.after ?? 0)).slice(0, frame.limit),
      }
    case 'change':
      return { type: 'ack', id, conversation: 'room', seq: 1, at: 0 }
    case 'set':
      return { type: 'conversation', id, conversation: { ...conversation(), muted: true } }
    case 'pins':
      return { type: 'pins', id, conversation: 'room', events: pinned() }
    default:
      return null
  }
}

const conversation = () => ({
  ...app.server.view(app.server.log('room'), 'ann'), role, members: members.length, announcement: 'At noon',
})

function pinned() {
  const event = app.server.log('room').events[0]
  return event?.type === 'message' ? [event] : []
}

async function show() {
  const details = mount(ChatRoomDetails, { props: { conversationId: 'room' }, global: { plugins: [app.plugin] } })
  await app.pass()
  asked.length = 0
  const option = (label: string) => {
    const found = details.findAll('.chat-option').find(one => one.text().startsWith(label))
    if (!found) throw new Error(`there is no ${label}`)
    return found
  }
  return {
    details,
    option,
    async open(label: string) {
      await option(label).trigger('tap')
      await app.pass()
    },
    async tap(selector: string, text = '') {
      await details.findAll(selector).find(one => one.text().includes(text))?.trigger('tap')
      await app.pass()
    },
    async write(text: string) {
      const field = details.get<HTMLInputElement>('.chat-layer .chat-input__field').element
      field.value = text
      field.dispatchEvent(isH5 ? new Event('input') : new CustomEvent('input', { detail: { value: text } }))
      await details.vm.$nextTick()
    },
    names: () => details.findAll('.chat-people__row').map(row => row.text()),
  }
}

describe('all about a group', () => {
  it('says who is in it', async () => {
    const { details, open, names } = await show()
    expect(details.findAll('.chat-info__name').map(name => name.text())).toEqual(['Ann', 'Bob', 'Cem'])
    await open('All members')
    expect(names()).toEqual(['AAnnYouOwner', 'BBob', 'CCemAdmin'])
  })

  it('fetches 5,000 members page by page, as far as they are wanted', async () => {
    members = crowd(5_000)
    const { details, open } = await show()
    expect(asked).toEqual([])
    await open('All members')
    expect(details.findAll('.chat-people__row').length).toBeLessThan(60)
    const area = details.get('.chat-people__area').element
    area.dispatchEvent(new CustomEvent('scrolltolower'))
    await app.pass()
    expect(asked).toMatchObject([{ type: 'members', after: 200, limit: 200 }])
    await details.findAll('.chat-layer [aria-label="Close"]')[0]?.trigger('tap')
  })

  it('finds a member who isn\'t loaded yet', async () => {
    members = crowd(1_000)
    const { open, write, names } = await show()
    await open('All members')
    await write('p998')
    await app.pass(1_000)
    expect(names()).toEqual(['PP998'])
    expect(asked.filter(({ type }) => type === 'members')).toHaveLength(5)
  })

  it('gives it another title', async () => {
    const { details, open, tap, write } = await show()
    await open('Group name')
    await write('  Picnic ')
    await tap('.chat-edit__save')
    expect(asked).toMatchObject([{ type: 'change', change: 'title', title: 'Picnic' }])
    expect(details.find('.chat-layer').exists()).toBe(false)
  })

  it('says why it didn\'t work, and keeps what was written', async () => {
    const { details, open, tap, write } = await show()
    await open('Group name')
    await write('Picnic')
    refused = 4003
    await tap('.chat-edit__save')
    expect(details.get('[role=alert]').text()).toBe('You’re not allowed to do that here')
    expect(details.get<HTMLInputElement>('.chat-layer .chat-input__field').element.value).toBe('Picnic')
  })

  it('takes no title that is empty, or the same', async () => {
    const { open, tap, write } = await show()
    await open('Group name')
    await tap('.chat-edit__save')
    await write('   ')
    await tap('.chat-edit__save')
    expect(asked).toEqual([])
  })

  it('takes the announcement away when it is empty', async () => {
    const { open, tap, write } = await show()
    await open('Announcement')
    await write('')
    await tap('.chat-edit__save')
    expect(asked).toMatchObject([{ type: 'change', change: 'announcement', text: '' }])
  })

  it('shows the announcement to a member, who can\'t change it', async () => {
    role = 'member'
    const { details, open } = await show()
    await open('Announcement')
    expect(details.get('.chat-details__words').text()).toBe('At noon')
    expect(details.find('.chat-edit').exists()).toBe(false)
  })

  it('switches who may write, and whether it calls', async () => {
    const { open, option } = await show()
    await open('Only admins can write')
    await open('Mute')
    expect(asked).toMatchObject([
      { type: 'change', change: 'writers', writers: 'admins' }, { type: 'set', muted: true },
    ])
    expect(option('Mute').attributes('aria-checked')).toBe('true')
  })

  it('says why a switch stays as it was', async () => {
    const { open, option } = await show()
    refused = 4029
    await open('Mute')
    expect(fakeUni.toasts).toEqual(['Too much at once. Wait a moment'])
    expect(option('Mute').attributes('aria-checked')).toBe('false')
  })
})

describe('what may be done to a member', () => {
  it.each([
    ['owner', 'Bob', ['View profile', 'Make admin', 'Make owner', 'Remove from group']],
    ['owner', 'Cem', ['View profile', 'Take admin rights', 'Make owner', 'Remove from group']],
    ['admin', 'Bob', ['View profile', 'Remove from group']],
  ] as const)('by an %s to %s', async (own, name, actions) => {
    role = own
    const { tap } = await show()
    await tap('.chat-info__person', name)
    expect(fakeUni.sheets).toEqual([actions])
  })

  it.each([['member', 'Bob'], ['admin', 'Cem'], ['owner', 'Ann']] as const)(
    'by a %s to %s is only to look', async (own, name) => {
      role = own
      const { details, tap } = await show()
      await tap('.chat-info__person', name)
      expect(fakeUni.sheets).toEqual([])
      expect(details.emitted('person')).toMatchObject([[{ name }]])
    })

  it.each([
    [0, []],
    [1, [{ change: 'role', people: ['bob'], role: 'admin' }]],
    [2, [{ change: 'role', people: ['bob'], role: 'owner' }]],
    [3, [{ change: 'removed', people: ['bob'] }]],
  ])('is done when it was chosen: %d', async (choice, frames) => {
    fakeUni.choice = choice
    fakeUni.agrees = true
    const { details, tap } = await show()
    await tap('.chat-info__person', 'Bob')
    expect(asked.filter(({ type }) => type === 'change')).toMatchObject(frames)
    expect(details.emitted('person') ?? []).toHaveLength(choice === 0 ? 1 : 0)
  })

  it.each([[2, 'Make Bob the owner?'], [3, 'Remove Bob from the group?']])(
    'is asked first where it can\'t be undone: %d', async (choice, question) => {
      fakeUni.choice = choice
      const { tap } = await show()
      await tap('.chat-info__person', 'Bob')
      expect(fakeUni.questions).toEqual([question])
      expect(asked).toEqual([])
    })
})

describe('leaving', () => {
  it('is asked first', async () => {
    const { details, open } = await show()
    await open('Leave group')
    expect(fakeUni.questions).toEqual(['Leave this group?'])
    expect(asked).toEqual([])
    expect(details.emitted('left')).toBeUndefined()
  })

  it('is told', async () => {
    fakeUni.agrees = true
    const { details, open } = await show()
    await open('Leave group')
    expect(asked).toMatchObject([{ type: 'change', change: 'left' }])
    expect(details.emitted('left')).toHaveLength(1)
  })
})

describe('clearing', () => {
  it('is done after asking, up to what there is', async () => {
    app.server.says('bob', 'hello')
    fakeUni.agrees = false
    const { open } = await show()
    await open('Clear chat history')
    expect(fakeUni.questions).toEqual(['Clear the history of this chat?'])
    expect(asked).toEqual([])
    fakeUni.agrees = true
    await open('Clear chat history')
    expect(asked).toMatchObject([{ type: 'set', conversation: 'room', cleared: 1 }])
    expect(fakeUni.toasts.at(-1)).toBe('Cleared')
  })
})

describe('pinned messages', () => {
  it('lead into the room, and can be taken off', async () => {
    app.server.says('bob', 'the address')
    const { details, open, tap } = await show()
    await open('Pinned messages')
    expect(details.get('.chat-pins__text').text()).toBe('the address')
    await tap('[aria-label=Unpin]')
    expect(asked.at(-1)).toMatchObject({ type: 'change', change: 'unpinned', target: { from: 'bob', id: 'bob-1' } })
    expect(details.get('.chat-layer .chat-notice').text()).toBe('No pinned messages')
  })

  it('can\'t be taken off by a member', async () => {
    role = 'member'
    app.server.says('bob', 'the address')
    const { details, open, tap } = await show()
    await open('Pinned messages')
    expect(details.find('[aria-label=Unpin]').exists()).toBe(false)
    await tap('.chat-pins__body')
    expect(details.emitted('jump')).toEqual([[1]])
  })

  it('can be asked for again', async () => {
    app.server.says('bob', 'the address')
    const { details, open, tap } = await show()
    refused = 4500
    await open('Pinned messages')
    expect(details.get('.chat-layer .chat-notice').text()).toContain('Couldn’t load')
    refused = 0
    await tap('.chat-layer button')
    expect(details.get('.chat-pins__text').text()).toBe('the address')
  })
})

describe('a conversation that isn\'t there', () => {
  it('loads until the server has told, then says so', async () => {
    const details = mount(ChatRoomDetails, { props: { conversationId: 'gone' }, global: { plugins: [app.plugin] } })
    expect(details.text()).toBe('Loading…')
    await app.pass()
    expect(details.text()).toBe('You’re not in this conversation')
  })
})
