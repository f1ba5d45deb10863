// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as Reason from '../../../../src/connection/reason'
import { transitions } from '../../../../src/connection/states'

const page = readFileSync('docs/connection.md', 'utf8')

/** The rows of a table of the page, each with its cells. */
function table(name: string): string[][] {
  const block = page.split(`<!-- ${name}: begin -->`)[1]?.split(`<!-- ${name}: end -->`)[0] ?? ''
  const rows = block.trim().split('\n').slice(2)
  return rows.map(row => row.split('|').slice(1, -1).map(cell => cell.trim().replaceAll('`', '')))
}

describe('docs/connection.md', () => {
  it('lists every transition, and none else', () => {
    const rows = Object.entries(transitions)
      .flatMap(([state, row]) => Object.entries(row).map(([signal, next]) => [state, signal, next]))
    expect(table('transitions')).toEqual(rows)
  })

  it('lists every reason with its number', () => {
    expect(table('reasons').map(cells => cells.slice(0, 2)))
      .toEqual(Object.entries(Reason).map(([name, number]) => [String(number), name]))
  })

  it('tells of every state', () => {
    for (const state of Object.keys(transitions)) expect(page).toContain(`- \`${state}\`: `)
  })
})
