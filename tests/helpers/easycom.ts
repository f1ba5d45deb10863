/** The chat components, known by their names: what easycom does in a real build. */
import { config, enableAutoUnmount } from '@vue/test-utils'
import { afterEach } from 'vitest'
import type { Component } from 'vue'
import { loadParts } from '../../components/composables/later'
import { loadTable } from '../../src/locale/tables'

const components = import.meta.glob<{ default: Component }>('../../components/*/*.vue', { eager: true })
for (const [path, module] of Object.entries(components)) {
  const name = path.replace(/^.*\/|\.vue$/g, '')
  config.global.components[name] = module.default
}

// What browsers load later is there as well: only the spec about it has to wait.
await loadParts()
await Promise.all((['en', 'zh-Hans', 'zh-Hant'] as const).map(loadTable))

enableAutoUnmount(afterEach)
