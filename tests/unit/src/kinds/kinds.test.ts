// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest'
import { summary } from '../../../../src/content/summary'
import { builtInKinds } from '../../../../src/kinds/index'
import { en } from '../../../../src/locale/en'
import { zhHans } from '../../../../src/locale/zh-hans'
import { registerKind } from '../../../../src/model/kinds'
import { readContent } from '../../../../src/model/read'
import { hostileContents, wireContents } from '../../../helpers/kinds'

beforeAll(() => builtInKinds.forEach(registerKind))

/** What a kind makes of fields that replace some of a good one's; null where it is refused. */
function read(kind: keyof typeof wireContents, fields: object): Record<string, unknown> | null {
  const content = readContent({ ...wireContents[kind], ...fields })
  return content.kind === kind ? content as unknown as Record<string, unknown> : null
}

it.each(Object.entries(wireContents))('%s is read as it came, from the network and from storage', (_kind, content) => {
  const came = readContent(content)
  expect(came).toEqual(content)
  expect(readContent(JSON.parse(JSON.stringify(came)))).toEqual(content)
})

it('each has a summary in both languages', () => {
  const lines = Object.values(wireContents).map(content => summary(readContent(content), en))
  expect(lines).toEqual([
    'see https://a.cn', '[Photo] sea', '[Video] sea', '[Voice message] 3 seconds', '[File] report.pdf',
    '[Location] Square', '[Contact card] Ann', '[Link] Title', '[Chat history] Ann and Bob', 'Head bold link',
  ])
  expect(summary(readContent({ kind: 'image', url: 'https://a.cn', width: 1, height: 1 }), zhHans)).toBe('[图片]')
  // Of what is quoted, only the kind may be left.
  expect(summary(readContent({ kind: 'voice' }), zhHans)).toBe('[语音]')
})

describe('what is out of bounds', () => {
  it('is refused where it can\'t be meant', () => {
    const long = `https://a.cn/${'x'.repeat(2_048)}`
    for (const url of ['javascript:x', 'data:x', '//a.cn', 'https://', 'https:// a', 'https://a.cn/"', long]) {
      expect(read('image', { url }), url).toBeNull()
      expect(read('image', { thumb: url }), url).toBeNull()
      expect(read('link', { url }), url).toBeNull()
    }
    for (const width of [NaN, -1, '640', null, undefined, {}]) expect(read('image', { width })).toBeNull()
    for (const latitude of [91, -91, NaN, '1']) expect(read('location', { latitude })).toBeNull()
  })

  it('is brought into them where that keeps what is meant', () => {
    expect(read('image', { width: 1e9, height: 0.2 })).toMatchObject({ width: 20_000, height: 1 })
    expect(read('voice', { duration: Infinity, levels: [NaN, -5, 500, 'x', 49.6] }))
      .toMatchObject({ duration: 86_400_000, levels: [0, 0, 100, 0, 50] })
    expect(read('voice', { levels: Array.from({ length: 1_000 }, () => 1) })?.levels).toHaveLength(60)
    expect(read('file', { size: 1e30 })?.size).toBe(2 ** 50)
    expect(read('file', { name: '\u202egnp\n.exe\0' })?.name).toBe('gnp .exe')
    expect(read('file', { name: 'x'.repeat(1_000) })?.name).toHaveLength(200)
    expect(read('image', { caption: `${'x'.repeat(1_999)}😀` })?.caption).toBe('x'.repeat(1_999))
    expect(read('image', { caption: null, size: null })).toMatchObject({ caption: undefined, size: undefined })
  })
})

describe('a merged forward', () => {
  const item = { author: { id: 'a', name: 'A' }, at: 1, content: { kind: 'text', text: 'x' } }

  it('has up to 100 messages, and says nothing that nobody can say', () => {
    expect(read('forward', { items: Array.from({ length: 300 }, () => item) })?.items).toHaveLength(100)
    const items = [
      { ...item, content: { kind: 'system', text: 'Bob was removed' } }, { ...item, at: -1 }, item, null,
      { ...item, content: { kind: 'recalled', by: item.author } },
    ]
    expect(read('forward', { items })?.items).toEqual([item])
  })

  it('holds others up to three deep, however deep they come', () => {
    let content: object = item.content
    for (let depth = 0; depth < 5_000; depth++) content = { kind: 'forward', title: 'x', items: [{ ...item, content }] }
    let [depth, inner] = [0, readContent(content)]
    while (inner.kind === 'forward') {
      depth += 1
      inner = inner.items[0]?.content ?? { kind: 'text', text: '' }
    }
    expect(depth).toBe(3)
    expect(inner.kind).toBe('unsupported')
    expect(read('forward', {}), 'the next one is read').not.toBeNull()
  })
})

it('whatever comes is read or refused, with safe addresses only, and has a summary', () => {
  const addresses = /^(url|thumb|poster|picture|avatar)$/
  const check = (value: unknown): void => {
    // What can't be read is kept as it came, and never shown.
    if (typeof value !== 'object' || value === null || ('kind' in value && value.kind === 'unsupported')) return
    for (const [name, inner] of Object.entries(value)) {
      if (addresses.test(name) && inner !== undefined) expect(inner).toMatch(/^https?:\/\/[^\s"<>]+$/)
      if (typeof inner === 'number') expect(Number.isFinite(inner)).toBe(true)
      check(inner)
    }
  }
  for (const content of Object.values(wireContents)) {
    for (const hostile of hostileContents(content)) {
      if (hostile.kind === 'text' && typeof hostile.text !== 'string') continue
      const came = readContent(hostile)
      check(came)
      for (const words of [en, zhHans]) expect(summary(came, words).length).toBeLessThanOrEqual(120)
    }
  }
})
