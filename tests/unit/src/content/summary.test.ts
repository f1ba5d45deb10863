// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summary } from '../../../../src/content/summary'
import { en } from '../../../../src/locale/en'
import { zhHans } from '../../../../src/locale/zh-hans'
import type { SystemContent } from '../../../../src/model/content'
import type { Role } from '../../../../src/model/person'

describe('summary', () => {
  it('is the text in one line', () => {
    expect(summary({ kind: 'text', text: '  one\n\n two\tthree ' }, en)).toBe('one two three')
  })

  it('shows what looks like markup as it is', () => {
    expect(summary({ kind: 'text', text: '<b>&amp;</b>' }, en)).toBe('<b>&amp;</b>')
  })

  it('says that it can\'t show an unknown kind, in the reader\'s language', () => {
    expect(summary({ kind: 'unsupported', name: 'sticker', data: {} }, en)).toBe(`[${en.unsupported}]`)
    expect(summary({ kind: 'unsupported', name: 'sticker', data: {} }, zhHans)).toBe(`[${zhHans.unsupported}]`)
  })

  it('tells what happened to a group, in the reader\'s language', () => {
    const people = ['Ann', 'Ben', 'Cem', 'Dee', 'Eve'].map(name => ({ id: name, name }))
    const line = (more: Partial<SystemContent>, by?: string) =>
      [en, zhHans].map(words => summary({ kind: 'system', text: '', ...more }, words, by))
    expect(line({ text: 'Ben entered' }, 'Ben')).toEqual(['Ben entered', 'Ben entered'])
    expect(line({ change: 'created', people }, 'Ben')).toEqual(['Ben created the group', 'Ben 创建了群聊'])
    expect(line({ change: 'created' })).toEqual(['You created the group', '你 创建了群聊'])
    expect(line({ change: 'added', people }, 'Ben'))
      .toEqual(['Ben added Ann, Ben, Cem and 2 more', 'Ben 邀请 Ann、Ben、Cem 等 5 人 加入了群聊'])
    expect(line({ change: 'joined' }, 'Ben')).toEqual(['Ben joined', 'Ben 加入了群聊'])
    expect(line({ change: 'removed', people: people.slice(0, 2) }, 'Ben'))
      .toEqual(['Ben removed Ann, Ben', 'Ben 将 Ann、Ben 移出了群聊'])
    expect(line({ change: 'left' }, 'Ben')).toEqual(['Ben left the group', 'Ben 退出了群聊'])
    expect(line({ change: 'left', people: people.slice(0, 1), role: 'owner' }, 'Ben'))
      .toEqual(['Ben left the group. Ann is the owner now', 'Ben 退出了群聊，Ann 成为新群主'])
    const role = (now: Role) => line({ change: 'role', people: people.slice(0, 1), role: now }, 'Ben')
    expect(role('owner')[0]).toBe('Ben made Ann the owner')
    expect(role('admin')[0]).toBe('Ben gave admin rights to Ann')
    expect(role('member')[1]).toBe('Ben 取消了 Ann 的管理员身份')
    expect(line({ change: 'title', title: 'Picnic' }, 'Ben')[0]).toBe('Ben renamed the group to “Picnic”')
    expect(line({ change: 'announcement', text: 'Bring\na blanket' }, 'Ben')[0]).toBe('Ben announced: Bring a blanket')
    expect(line({ change: 'announcement' })[1]).toBe('你 清空了群公告')
    expect(line({ change: 'writers', writers: 'admins' }, 'Ben')[0]).toBe('Ben let only admins write')
    expect(line({ change: 'writers', writers: 'all' }, 'Ben')[1]).toBe('Ben 允许所有成员发言')
    expect(line({ change: 'pinned' }, 'Ben')[0]).toBe('Ben pinned a message')
    expect(line({ change: 'unpinned' })[0]).toBe('You unpinned a message')
    expect(line({ change: 'waved' as never }, 'Ben')[0]).toBe(`[${en.unsupported}]`)
  })

  it('stays short, in one line, and cuts no character in half', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 100, maxLength: 400 }), (text) => {
      const line = summary({ kind: 'text', text }, en)
      expect(line.length).toBeLessThanOrEqual(120)
      expect(line).not.toMatch(/[\n\r\t]/)
      expect(line).not.toMatch(/[\ud800-\udbff]$/)
    }))
  })
})
