/** Before every unit spec: a fake `uni`, no warning unseen and, where there is a page, easycom's components. */
import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest'
import { freshUni } from './uni'

let warn: MockInstance
let error: MockInstance

beforeEach(() => {
  freshUni()
  warn = vi.spyOn(console, 'warn')
  error = vi.spyOn(console, 'error')
})

afterEach(() => {
  const said = [...warn.mock.calls, ...error.mock.calls]
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  expect(said, 'nothing may warn').toEqual([])
})

// Last, as what is registered last runs first after a test: components are gone before `uni` is.
if (typeof document !== 'undefined') await import('./easycom')
