/** `docs/protocol.md` is held to the schemas: what it shows is what is spoken, and it shows all of it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as WireCode from '../../../src/protocols/native/wire-code'
import { limits } from '../../../server/limits'
import { clientFrameProblem, frameTypes, serverFrameProblem, wireEventProblem } from '../../helpers/wire-schema'

const document = readFileSync('docs/protocol.md', 'utf8')
const examples = [...document.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => JSON.parse(text) as unknown)

/** Where a frame comes from, by the schemas; null if neither side could send it. */
function sideOf(frame: unknown): 'client' | 'server' | null {
  if (clientFrameProblem(frame) === null) return 'client'
  return serverFrameProblem(frame) === null ? 'server' : null
}

/** The frames among the examples: those in an answer to a poll are strings. */
const shown = examples.flatMap(example => (Array.isArray(example)
  ? example.filter(item => typeof item === 'string').map(item => JSON.parse(item) as unknown)
  : [example])) as { type: string }[]

/** Entries of a log stand alone in the document, too; those have a place. */
const isEvent = (frame: object) => 'seq' in frame && 'from' in frame
const events = shown.filter(isEvent)
const frames = shown.filter(frame => !isEvent(frame))

it('has examples', () => {
  expect(frames.length).toBeGreaterThan(20)
})

it.each(shown.map(frame => [JSON.stringify(frame), frame] as const))('shows what may be said: %s', (_text, frame) => {
  if (isEvent(frame)) return expect(wireEventProblem(frame)).toBeNull()
  if (sideOf(frame) === null) {
    expect([clientFrameProblem(frame), serverFrameProblem(frame)]).toContain(null)
  }
})

it.each(frameTypes.event)('shows an entry of type %s', (type) => {
  expect(events.map(event => event.type)).toContain(type)
})

describe.each(['client', 'server'] as const)('of the frames of the %s', (side) => {
  it.each(frameTypes[side])('it shows %s', (type) => {
    expect(frames.filter(frame => sideOf(frame) === side).map(frame => frame.type)).toContain(type)
  })

  it.each(frameTypes[side])('it lists %s', (type) => {
    const rows = document.split('## Connecting')[0]?.split('\n').filter(line => line.startsWith('|')).join('\n')
    expect(rows).toContain(`\`${type}\``)
  })
})

it.each(Object.entries(WireCode))('says what a client does on %s (%i)', (_name, code) => {
  expect(document).toMatch(new RegExp(`^\\| ${code} \\| .+ \\| .+ \\|$`, 'm'))
})

it.each([
  'frameBytes', 'textLength', 'linkBodyBytes', 'mentions', 'emojiLength', 'emojis', 'reactionPeople', 'cursors',
  'quoteText', 'quoteBytes', 'hides', 'pins', 'versions', 'searchText', 'searchEach', 'searchAll',
  'announcementLength', 'pictureLength', 'smallGroup', 'typingIn', 'watched',
  'titleLength', 'groupPeople', 'groupMembers', 'groupsMade', 'conversations',
] as const)('tells the limit %s', (name) => {
  const rows = document.split('\n').filter(line => line.startsWith('|')).join('\n')
  expect(rows).toMatch(new RegExp(`\\| ${limits[name].toLocaleString('en')}\\b`))
})
