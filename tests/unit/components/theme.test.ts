// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { colord, extend } from 'colord'
import a11y from 'colord/plugins/a11y'
import postcss, { type Declaration } from 'postcss'
import { describe, expect, it } from 'vitest'
import { type Token, tokens } from '../../../components/tokens'

extend([a11y])

type Appearance = 'light' | 'dark'
const appearances: readonly Appearance[] = ['light', 'dark']
const switches = ['--chat-light', '--chat-dark']

const declarations: Declaration[] = []
postcss.parse(readFileSync('components/theme.css', 'utf8')).walkDecls(found => void declarations.push(found))
const themed = declarations.filter(({ prop }) => !switches.includes(prop))

/** What a token is in one of the two themes, by theme.css. */
function valueOf(token: Token, appearance: Appearance): string {
  const value = themed.find(({ prop }) => prop === token)?.value ?? ''
  const switched = /var\(--chat-(light|dark), ((?:[^()]|\([^()]*\))*)\)/g
  return value.replace(switched, (_all, of: string, own: string) => of === appearance ? own : '').trim()
}

/** The colour that is seen where layers lie on a ground, in their order. */
function seen(appearance: Appearance, ground: Token, ...layers: Token[]): string {
  return layers.reduce((below, layer) => {
    const [under, over] = [colord(below).toRgb(), colord(valueOf(layer, appearance)).toRgb()]
    const mix = (channel: 'r' | 'g' | 'b') => under[channel] * (1 - over.a) + over[channel] * over.a
    return colord({ r: mix('r'), g: mix('g'), b: mix('b') }).toHex()
  }, valueOf(ground, appearance))
}

const sources = ['components', 'pages'].flatMap(folder => readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(file => /\.(vue|css|ts)$/.test(file) && !/^(theme\.css|tokens\.ts)$/.test(file))
  .map(file => readFileSync(join(folder, file), 'utf8'))).join('\n')
const used = new Set([...sources.matchAll(/var\(\s*(--chat-[\w-]+)/g)].map(([, name]) => name!))
/** What components tell their own parts, such as how far something is. */
const own = new Set([...sources.matchAll(/(--chat-[\w-]+)'?:/g)].map(([, name]) => name!))

describe('tokens', () => {
  it('are those of theme.css, each set once', () => {
    const set = themed.map(({ prop }) => prop)
    expect([...set, '--chat-font-scale'].sort()).toEqual(Object.keys(tokens).sort())
  })

  it('are those that components use', () => {
    expect(Object.keys(tokens).filter(token => !used.has(token))).toEqual([])
    expect([...used].filter(name => !(name in tokens) && !own.has(name))).toEqual([])
  })

  it('have a value for each theme, of their type', () => {
    const types: Readonly<Record<string, (value: string) => boolean>> = {
      color: value => colord(value).isValid(),
      shadow: value => value === 'none' || /^(0|-?\d+px)( (0|-?\d+px)){2,3}\s+\S/.test(value),
      font: value => value.includes('sans-serif'),
      length: value => /^\d+px$/.test(value),
      motion: value => /^\d+ms [\w-]+$/.test(value),
    }
    for (const [token, type] of Object.entries(tokens) as [Token, string][]) {
      for (const appearance of appearances) {
        if (type !== 'number') expect(types[type]!(valueOf(token, appearance)), `${token}, ${appearance}`).toBe(true)
      }
    }
    const colors = themed.filter(({ prop }) => tokens[prop as Token] === 'color')
    expect(colors.filter(({ value }) => !/^var\(--chat-light, .+\) var\(--chat-dark, .+\)$/.test(value))).toEqual([])
  })
})

describe.each(appearances)('contrast in the %s theme', appearance => {
  const grounds: readonly Token[] = [
    '--chat-page', '--chat-surface', '--chat-surface-2', '--chat-bubble', '--chat-bubble-own',
  ]
  const inks: readonly Token[] = [
    '--chat-text', '--chat-text-2', '--chat-text-3',
    '--chat-accent', '--chat-danger', '--chat-warning', '--chat-success',
  ]
  const contrast = (ink: Token, ground: string) => colord(valueOf(ink, appearance)).contrast(ground)

  // WCAG 2.2, 1.4.3: 4.5 for text. Icons, which need 3 (1.4.11), have the same colours.
  it.each(grounds)('text of every colour can be read on %s', ground => {
    for (const ink of inks) {
      expect(contrast(ink, seen(appearance, ground)), ink).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('text can be read on what is set off by a colour', () => {
    expect(contrast('--chat-on-accent', seen(appearance, '--chat-accent'))).toBeGreaterThanOrEqual(4.5)
    expect(contrast('--chat-on-danger', seen(appearance, '--chat-danger'))).toBeGreaterThanOrEqual(4.5)
  })

  it('a quote can be read in every bubble, and an author in a chosen row', () => {
    for (const bubble of ['--chat-bubble', '--chat-bubble-own'] as const) {
      const ground = seen(appearance, bubble, '--chat-tint')
      for (const ink of ['--chat-text', '--chat-text-2', '--chat-accent'] as const) {
        expect(contrast(ink, ground), `${ink} on ${bubble}`).toBeGreaterThanOrEqual(4.5)
      }
    }
    for (const ink of ['--chat-text-2', '--chat-text-3'] as const) {
      expect(contrast(ink, seen(appearance, '--chat-page', '--chat-picked')), ink).toBeGreaterThanOrEqual(4.5)
    }
  })
})
