/** The chat components, known by their names: what easycom does in a real build. */
import { config, enableAutoUnmount } from '@vue/test-utils'
import { afterEach } from 'vitest'
import type { Component } from 'vue'

const components = import.meta.glob<{ default: Component }>('../../components/*/*.vue', { eager: true })
for (const [path, module] of Object.entries(components)) {
  const name = path.replace(/^.*\/|\.vue$/g, '')
  config.global.components[name] = module.default
}

enableAutoUnmount(afterEach)
