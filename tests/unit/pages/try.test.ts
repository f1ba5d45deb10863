import { getActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import * as Reason from '../../../src/connection/reason'
import { diagnose, type Seen } from '../../../pages/try/diagnose'
import { codeFor, emptyForm, faultsOf, type Form, recipes, ways } from '../../../pages/try/form'
import { createFrameLog } from '../../../pages/try/frames'
import { createOwnKit } from '../../../pages/try/own-kit'
import { useConnectionStore } from '../../../store/connection'
import { TestApp } from '../../helpers/test-app'

const form = (part: Partial<Form>): Form => ({ ...emptyForm, url: recipes[part.way ?? 'text'].example[0], ...part })

describe('the form', () => {
  it.each(ways)('%s: its example is right, and makes a protocol and code that names it', (way) => {
    const filled = form({ way, token: 'secret' })
    expect(faultsOf(filled)).toEqual([])
    expect(recipes[way].protocol(filled).name).not.toBe('')
    const code = codeFor(filled)
    expect(code).toContain(`url: '${filled.url}'`)
    expect(code).not.toContain('secret')
    expect(code.includes('protocol,')).toBe(way !== 'native')
  })

  it('says what is missing or wrong', () => {
    expect(faultsOf(form({ url: ' ' }))).toEqual(['url'])
    expect(faultsOf(form({ url: 'http://example.com', name: ' ' }))).toEqual(['url', 'name'])
    expect(faultsOf(form({ way: 'socketIo', url: 'ws://example.com', room: '' }))).toEqual(['url', 'room'])
    expect(faultsOf(form({ way: 'json', ping: '[]', textField: '' }))).toEqual(['textField', 'ping'])
    expect(faultsOf(form({ way: 'native' }))).toEqual(['token'])
  })

  it('writes code that can be pasted, whatever is filled in', () => {
    expect(codeFor(form({ way: 'text', name: 'O\'Neil "\\"', echo: false, prefix: true })).split('\n')).toEqual([
      'import { createPinia } from \'pinia\'',
      'import { createChatKit } from \'uni-chat-kit\'',
      'import { textRooms } from \'uni-chat-kit/src/protocols/text-rooms\'',
      '',
      'const protocol = textRooms({',
      '  me: { id: \'O\\\'Neil "\\\\"\', name: \'O\\\'Neil "\\\\"\' },',
      '  echo: false,',
      '  prefix: true,',
      '})',
      '',
      'app.use(createPinia()).use(createChatKit({',
      '  url: \'ws://127.0.0.1:8801\',',
      '  protocol,',
      '}))',
    ])
    const code = codeFor(form({ way: 'json', ping: '{"a-b":1}' }))
    expect(code).toContain('  ping: { \'a-b\': 1 },')
    expect(codeFor(form({ way: 'socketIo', token: 'x' }))).toContain(
      '  needsToken: true,\n  enter: room => [\'join\', room],\n})',
    )
  })

  it('makes what it writes: without an echo nothing is confirmed', () => {
    expect(recipes.text.protocol(form({ echo: false })).capabilities.acks).toBe('none')
    expect(recipes.text.protocol(form({ echo: true })).capabilities.acks).toBe('echo')
  })
})

describe('the list of frames', () => {
  it('holds the newest 200, with their size in bytes', () => {
    const log = createFrameLog()
    for (let count = 1; count <= 1_000; count++) log.frame('in', `é${count}`)
    expect(log.lines.value).toHaveLength(200)
    expect(log.lines.value.at(-1)).toMatchObject({ number: 1_000, text: 'é1000', size: 6, direction: 'in' })
  })

  it('stands still while it is paused, and has all afterwards', () => {
    const log = createFrameLog(3)
    log.frame('out', 'one')
    log.pause(true)
    for (const text of ['two', 'three', 'four']) log.frame('in', text)
    expect(log.lines.value.map(({ text }) => text)).toEqual(['one'])
    log.pause(false)
    expect(log.lines.value.map(({ text }) => text)).toEqual(['two', 'three', 'four'])
  })

  it('shows the beginning of what is long, and reads bytes', () => {
    const log = createFrameLog()
    log.frame('in', 'x'.repeat(5_000))
    log.frame('in', Uint8Array.from([0xc3, 0xa9]).buffer, 'HTTP 200')
    const [long, bytes] = log.lines.value
    expect(long).toMatchObject({ size: 5_000, text: `${'x'.repeat(2_000)}…` })
    expect(bytes).toMatchObject({ size: 2, isBinary: true, text: 'HTTP 200\né' })
  })
})

describe('what is found', () => {
  const nothing: Seen = {
    state: 'waiting', failed: Reason.linkEnded, detail: '', opened: false, isHttp: false, lacksTls: false, dropped: '',
  }
  const cases: readonly [kind: string, seen: Partial<Seen>][] = [
    ['connecting', { state: 'connecting', failed: undefined }],
    ['entering', { state: 'authenticating', failed: undefined }],
    ['online', { state: 'online', failed: undefined }],
    ['checking', {}],
    ['tls', { lacksTls: true, probe: 'nothing' }],
    ['domain', { lacksTls: true, detail: 'connectSocket:fail url not in domain list' }],
    ['nothing', { probe: 'nothing' }],
    ['swallowed', { probe: 'nothing', failed: Reason.connectTimeout }],
    ['hidden', { probe: 'answers' }],
    ['cors', { probe: 'answers', isHttp: true }],
    ['notFound', { probe: 404 }],
    ['forbidden', { probe: 401 }],
    ['page', { probe: 200 }],
    ['noUpgrade', { probe: 426 }],
    ['gateway', { probe: 502 }],
    ['status', { probe: 400, isHttp: true }],
    ['noWelcome', { failed: Reason.welcomeTimeout, opened: true }],
    ['closed', { opened: true, code: 1008, closeReason: 'rule' }],
    ['cut', { opened: true, code: 1006 }],
    ['silence', { opened: true, failed: Reason.silence }],
    ['refused', { opened: true, failed: Reason.serverRefused }],
    ['refused', { state: 'connecting', failed: Reason.tokenRefused }],
    ['notJson', { state: 'online', failed: undefined, dropped: 'not a JSON object' }],
    ['notUnderstood', { failed: Reason.welcomeTimeout, opened: true, dropped: 'no event' }],
    ['otherFields', { state: 'online', failed: undefined, otherFields: ['a'] }],
  ]
  it.each(cases)('%s', (kind, seen) => {
    expect(diagnose({ ...nothing, ...seen }).kind).toBe(kind)
  })

  it('tells status, code and reason', () => {
    expect(diagnose({ ...nothing, probe: 503 }).detail).toBe('503')
    expect(diagnose({ ...nothing, opened: true, code: 4001, closeReason: 'why' }).detail).toBe('4001 why')
  })
})

describe('a kit of its own', () => {
  it('leaves the app\'s kit alone', () => {
    const app = new TestApp()
    app.create()
    const ours = useConnectionStore(app.pinia)
    const before = getActivePinia()
    const kit = createOwnKit({ url: 'ws://own.test', protocol: recipes.text.protocol(form({})) })
    expect(getActivePinia()).toBe(before)
    const own = useConnectionStore(kit.pinia)
    expect([own.capabilities.acks, ours.capabilities.acks]).toEqual(['echo', 'ack'])
    expect(useConnectionStore(app.pinia)).toBe(ours)
  })
})
