import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { nextTick, reactive } from 'vue'
import ChatContent from '../../../components/chat-content/chat-content.vue'
import ChatMessage from '../../../components/chat-message/chat-message.vue'
import { provideVoice, type VoiceState } from '../../../components/composables/use-voice'
import { builtInKinds } from '../../../src/kinds/index'
import { registerKind } from '../../../src/model/kinds'
import type { Message } from '../../../src/model/message'
import { readContent } from '../../../src/model/read'
import { bob, makeMessage } from '../../helpers/fixtures'
import { hostileContents, hostileValues, wireContents } from '../../helpers/kinds'

beforeAll(() => builtInKinds.forEach(registerKind))

type Kind = keyof typeof wireContents

const contentOf = (kind: Kind, fields: object = {}) => readContent({ ...wireContents[kind], ...fields })

function show(kind: Kind, fields: object = {}, message: Partial<Message> = {}) {
  return mount(ChatMessage, {
    props: { message: makeMessage({ content: contentOf(kind, fields), ...message }), first: true, named: true },
  })
}

describe('a text', () => {
  it('of words alone has nothing but them', () => {
    expect(show('text', { text: 'hello' }).findComponent(ChatContent).exists()).toBe(false)
  })

  it('has links that tell where they lead, and keeps all that stands between', async () => {
    const text = ' see  https://a.cn/x, or\ncall 13812345678 '
    const message = show('text', { text })
    expect(message.get('.chat-bubble__text').element.textContent).toContain(text)
    const links = message.findAll('.chat-link')
    expect(links.map(link => [link.text(), link.attributes('role'), link.attributes('tabindex')])).toEqual([
      ['https://a.cn/x', 'link', '0'], ['13812345678', 'link', '0'],
    ])
    await links[0]?.trigger('tap')
    await links[1]?.trigger('keydown', { key: 'Enter' })
    expect(message.emitted<[Message, object]>('open')?.map(([, target]) => target))
      .toEqual([{ what: 'link', value: 'https://a.cn/x' }, { what: 'link', value: 'tel:13812345678' }])
  })

  it('of up to three emoji is large', () => {
    expect(show('text', { text: '😀👍🏽' }).get('.chat-bubble').classes()).toContain('chat-bubble--emoji')
    expect(show('text', { text: '😀 hi' }).get('.chat-bubble').classes()).toEqual(['chat-bubble'])
  })

  it('that mentions somebody leads to that person', async () => {
    const message = show('text', { text: 'hi @Ann and @Bob' }, { mentions: ['ann', 'bob'] })
    await message.findAll('.chat-call')[1]?.trigger('tap')
    expect(message.emitted('open')?.[0]?.[1]).toEqual({ what: 'person', value: 'bob' })
    const unsure = show('text', { text: 'hi @Ann and @Bob' }, { mentions: ['ann'] })
    await unsure.get('.chat-call').trigger('tap')
    expect(unsure.emitted('open')).toBeUndefined()
  })
})

describe('a picture', () => {
  it('has its room before it has loaded, and a tone until then', async () => {
    const message = show('image', { caption: undefined, width: 1_600, height: 900 })
    const picture = message.get('.chat-picture')
    expect(picture.attributes('style')).toContain('width: 240px; height: 135px')
    expect(picture.classes()).toContain('chat-picture--loading')
    expect(message.get('image').attributes('src')).toBe('https://a.cn/t.jpg')
    await message.get('image').trigger('load')
    expect(picture.classes()).toContain('chat-picture--shown')
    expect(message.get('.chat-bubble').classes()).toContain('chat-bubble--bare')
    await picture.trigger('tap')
    expect(message.emitted('open')?.[0]?.[1]).toEqual({ what: 'content' })
  })

  it('that can\'t be loaded says so, and is tried again when tapped', async () => {
    const message = show('image')
    await message.get('image').trigger('error')
    expect(message.find('image').exists()).toBe(false)
    expect(message.get('.chat-picture').attributes('aria-label')).toBe('Couldn’t load. Try again')
    await message.get('.chat-picture').trigger('tap')
    expect(message.get('image').attributes('src')).toBe('https://a.cn/t.jpg')
    expect(message.emitted('open')).toBeUndefined()
  })

  it('with a caption has a bubble', () => {
    const message = show('image')
    expect(message.get('.chat-bubble').classes()).toContain('chat-bubble--media')
    expect(message.get('.chat-bubble__text').text()).toContain('sea')
  })

  it('says how far it is uploaded, and asks when tapped', async () => {
    const message = show('image', {}, { own: true, seq: null, status: 'sending', progress: 0.4 })
    expect(message.get('.chat-upload').attributes('aria-label')).toBe('Uploading: 40 %')
    await message.get('.chat-picture').trigger('tap')
    expect(message.emitted('open')).toBeUndefined()
    expect(message.emitted('ask')).toHaveLength(1)
  })
})

it('a film shows its poster, a sign that it plays, and its length', () => {
  const message = show('video')
  expect(message.get('image').attributes('src')).toBe('https://a.cn/p.jpg')
  expect(message.find('.chat-icon--play').exists()).toBe(true)
  expect(message.get('.chat-picture__length').text()).toBe('1:05')
  expect(show('video', { poster: undefined }).find('image').exists()).toBe(false)
})

describe('a voice message', () => {
  const voice = reactive({ playing: '', progress: 0, speed: 1, played: [] as string[] })
  const state: VoiceState = {
    get playing() { return voice.playing },
    get progress() { return voice.progress },
    get speed() { return voice.speed },
    isPlayed: key => voice.played.includes(key),
  }
  const Room = {
    components: { ChatMessage },
    props: ['message'],
    emits: ['open'],
    setup: () => provideVoice(state),
    template: `<chat-message :message="message" first named @open="(_message, target) => $emit('open', target)" />`,
  }

  it('is wider the longer it lasts', () => {
    const width = (duration: number) => {
      const { style = '' } = show('voice', { duration }).get('.chat-voice__levels').attributes()
      return Number(/width: (\d+)px/.exec(style)?.[1])
    }
    expect(width(20_000)).toBeGreaterThan(width(1_000))
    expect(width(86_400_000)).toBeLessThanOrEqual(140)
  })

  it('follows the player, and asks for it', async () => {
    const message = makeMessage({ content: contentOf('voice', { duration: 42_000 }), key: 'v' })
    const room = mount(Room, { props: { message } })
    expect(room.find('.chat-voice__dot').exists()).toBe(true)
    expect(room.get('.chat-voice__button').attributes('aria-label'))
      .toBe('Play: Voice message, 42 seconds, Not played yet')
    Object.assign(voice, { playing: 'v', progress: 0.5, speed: 1.5, played: ['v'] })
    await nextTick()
    expect(room.find('.chat-voice__dot').exists()).toBe(false)
    expect(room.find('.chat-icon--pause').exists()).toBe(true)
    expect(room.get('.chat-voice__time').text()).toBe('0:21')
    expect(room.get('.chat-voice__speed').text()).toBe('1.5×')
    await room.get('.chat-voice__button').trigger('tap')
    await room.get('.chat-voice__speed').trigger('tap')
    expect(room.emitted('open')).toEqual([[{ what: 'content' }], [{ what: 'content', value: 'speed' }]])
  })
})

it('a file shows its type, its size and a name of which the end is never lost', () => {
  const file = show('file', { name: `${'long '.repeat(30)}name.docx` })
  expect(file.get('.chat-file__icon').text()).toBe('docx')
  expect(file.get('.chat-file__size').text()).toBe('1.3 MB')
  expect(file.get('.chat-file__tail').text()).toBe('name.docx')
  expect(show('file', { name: 'photo\u202egpj.exe' }).get('.chat-file').text()).toMatch(/exe.*photo gpj\.exe/)
})

it.each<[Kind, string, string, object]>([
  ['location', '.chat-place', 'Square', { what: 'content' }],
  ['card', '.chat-card', 'Ann', { what: 'person', value: 'ann' }],
  ['link', '.chat-page', 'Title', { what: 'link', value: 'https://a.cn/page' }],
  ['forward', '.chat-history', 'Ann: hello', { what: 'content' }],
  ['file', '.chat-file', 'report.pdf', { what: 'content' }],
])('a %s shows what it is, and opens by tap and key', async (kind, selector, text, target) => {
  const message = show(kind)
  const content = message.get(selector)
  expect(content.text()).toContain(text)
  expect(content.attributes('aria-label')).toBeTruthy()
  await content.trigger('tap')
  await content.trigger('keydown', { key: 'Enter' })
  expect(message.emitted('open')?.map(args => (args as unknown[])[1])).toEqual([target, target])
})

it('a link says whose page it is, whatever it calls itself', () => {
  const link = show('link', { url: 'https://bank.example@evil.example/x', site: 'Your bank' })
  expect(link.get('.chat-page__site').text()).toBe('Your bank · evil.example')
})

it('a quote shows who said what, and leads there', async () => {
  const quote = { seq: 1, id: 'q', author: bob, content: contentOf('image') }
  const message = show('text', { text: 'yes' }, { quote })
  expect(message.get('.chat-quote').text()).toBe('Bob[Photo] sea')
  await message.get('.chat-quote').trigger('tap')
  expect(message.emitted('open')?.[0]?.[1]).toEqual({ what: 'quote' })
})

it('what isn\'t known says so', () => {
  const content = readContent({ kind: 'hologram', text: '<b>' })
  const message = mount(ChatMessage, { props: { message: makeMessage({ content }), first: true, named: true } })
  expect(message.get('.chat-bubble').text()).toContain('This version can’t show this kind of message')
})

it('a reaction and a long press are told', async () => {
  const message = show('text', {}, { reactions: [{ emoji: '👍', count: 1, people: [] }] })
  await message.get('.chat-message__reaction').trigger('tap')
  expect(message.emitted('open')?.[0]?.[1]).toEqual({ what: 'reaction', value: '👍' })
  await message.get('.chat-message').trigger('longpress', { touches: [{ clientX: 3, clientY: 4 }] })
  expect(message.emitted('press')?.[0]?.[1]).toEqual({ x: 3, y: 4 })
})

describe('whatever comes', () => {
  it('nothing throws, runs or loads from where it shouldn\'t', { timeout: 60_000 }, async () => {
    const message = show('text')
    const seen = new Set<string>()
    for (const content of Object.values(wireContents)) {
      for (const hostile of hostileContents(content)) {
        if (hostile.kind === 'text' && typeof hostile.text !== 'string') continue
        await message.setProps({ message: makeMessage({ content: readContent(hostile) }) })
        const { element } = message.get('.chat-message')
        seen.add(message.get('.chat-bubble').classes().join(' '))
        expect(element.querySelector('script, img, iframe, object, a[href], [onerror], [onload]')).toBeNull()
        for (const { attributes } of element.querySelectorAll('*')) {
          for (const { name, value } of attributes) {
            if (name === 'src') expect(value).toMatch(/^https?:\/\/[^\s"<>]+$/)
            expect(name).not.toMatch(/^on/)
            if (name === 'style') expect(value).not.toMatch(/script|expression/i)
          }
        }
      }
    }
    expect(seen.size, 'they were drawn in all shapes').toBeGreaterThanOrEqual(6)
    expect((globalThis as { hurt?: unknown }).hurt).toBeUndefined()
  })

  it('a name is a name', async () => {
    const message = show('text')
    for (const name of hostileValues.filter(value => typeof value === 'string')) {
      const author = { id: name, name }
      const quote = { seq: 1, id: 'q', author, content: contentOf('text') }
      await message.setProps({ message: makeMessage({ author, quote }) })
      expect(message.element.querySelector('script, img, [onerror]')).toBeNull()
      await message.setProps({ message: makeMessage({ author, content: { kind: 'recalled', by: author } }) })
      expect(message.text()).not.toMatch(/[\u202a-\u202e\u2066\u2067\n]/)
    }
  })
})
