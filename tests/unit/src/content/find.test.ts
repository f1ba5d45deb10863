import { describe, expect, it } from 'vitest'
import { excerptOf, findNamed, type Piece, piecesOf } from '../../../../src/content/find'
import { hardTexts } from '../../../helpers/texts'

const marked = (pieces: readonly Piece[]): string => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')
const find = (names: string[], query: string): string => findNamed(names, name => name, query).join(', ')

describe('finding by name', () => {
  it('wants all words, in any order and case', () => {
    expect(find(['Ada Lovelace', 'Adam', 'Lola'], 'LOVE ada')).toBe('Ada Lovelace')
    expect(find(['小林', '阿杰'], '林')).toBe('小林')
  })

  it('has those first that begin with it', () => {
    expect(find(['My group', 'Group', 'Groupies'], 'group')).toBe('Group, Groupies, My group')
  })

  it('doesn\'t mind how a letter is composed', () => {
    expect(find(['Jose\u0301'], 'JOS\u00c9')).toBe('Jose\u0301')
  })

  it('finds nothing by nothing', () => {
    expect(find(['Ada'], '')).toBe('')
    expect(find(['Ada'], '  ')).toBe('')
  })
})

describe('a text in which words were found', () => {
  it('is marked where they are', () => {
    expect(marked(piecesOf('the early train, the Train', 'train'))).toBe('the early [train], the [Train]')
    expect(marked(piecesOf('an early train', 'train early'))).toBe('an [early] [train]')
    expect(marked(piecesOf('trains', 'train trains'))).toBe('[trains]')
    expect(marked(piecesOf('nothing', 'train'))).toBe('nothing')
    expect(piecesOf('', 'train')).toEqual([])
  })

  it('stays the same text, whatever it is', () => {
    for (const text of Object.values(hardTexts)) {
      for (const query of ['e', 'a b', text.slice(0, 40), '<', '.*', 'İ']) {
        const joined = piecesOf(text, query).map(piece => piece.text).join('')
        expect(joined).toBe(joined === text ? text : text.normalize('NFC'))
      }
    }
  })

  it('isn\'t marked in the wrong place where a letter grows in lower case', () => {
    expect(marked(piecesOf('İİİ train', 'train'))).toBe('İİİ train')
  })

  it('begins a little before the first hit', () => {
    const long = `${'word '.repeat(30)}here is the train that left`
    expect(marked(excerptOf(long, 'train'))).toBe('…here is the [train] that left')
    expect(marked(excerptOf('short train', 'train'))).toBe('short [train]')
    expect(marked(excerptOf(`${'x'.repeat(50)}train`, 'train'))).toBe(`…${'x'.repeat(16)}[train]`)
  })

  it('is one line, and not cut through a character', () => {
    expect(marked(excerptOf('one\n\ntwo', 'two'))).toBe('one [two]')
    const [, rest] = excerptOf(`${'😀'.repeat(30)}xtrain`, 'train')
    expect(rest?.text).toMatch(/^(😀)+x$/u)
  })
})
