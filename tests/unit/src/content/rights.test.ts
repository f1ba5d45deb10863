// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { mayRemove, rightsOf } from '../../../../src/content/rights'

describe('rightsOf', () => {
  it.each([
    [undefined, { add: false, manage: false, own: false }],
    ['member', { add: true, manage: false, own: false }],
    ['admin', { add: true, manage: true, own: false }],
    ['owner', { add: true, manage: true, own: true }],
  ] as const)('of %j', (role, rights) => {
    expect(rightsOf(role)).toEqual(rights)
  })
})

describe('mayRemove', () => {
  const roles = ['member', 'admin', 'owner'] as const

  it.each([
    [undefined, []],
    ['member', []],
    ['admin', ['member']],
    ['owner', ['member', 'admin']],
  ] as const)('%j removes %j', (own, others) => {
    expect(roles.filter(other => mayRemove(own, other))).toEqual(others)
  })
})
