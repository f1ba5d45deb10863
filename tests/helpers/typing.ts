import type { VueWrapper } from '@vue/test-utils'
import { isH5 } from './target'

function fieldOf(wrapper: VueWrapper): HTMLTextAreaElement {
  return wrapper.get<HTMLTextAreaElement>('textarea').element
}

/** Writes into the one field there is, as the platform tells it: what it holds then, and where the cursor stands. */
export async function write(wrapper: VueWrapper, text: string, cursor = text.length): Promise<void> {
  const field = fieldOf(wrapper)
  field.value = text
  field.setSelectionRange(cursor, cursor)
  // uni-app tells the value in `detail`; the browser's own element, on H5, has it.
  field.dispatchEvent(isH5 ? new Event('input') : new CustomEvent('input', { detail: { value: text, cursor } }))
  await wrapper.vm.$nextTick()
}

/** What the platform was told to show in the field. */
export function shown(wrapper: VueWrapper): string {
  const field = fieldOf(wrapper)
  return isH5 ? field.value : field.getAttribute('value') ?? field.value
}

/** What stands in the field. */
export function written(wrapper: VueWrapper): string {
  return fieldOf(wrapper).value
}

/** Presses a key in the field; says whether the browser may go on with it. */
export function press(wrapper: VueWrapper, key: string, how: KeyboardEventInit & { keyCode?: number } = {}): boolean {
  const { keyCode, ...init } = how
  const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true, ...init })
  for (const [name, value] of Object.entries({ ...how, ...(keyCode === undefined ? {} : { keyCode }) })) {
    Object.defineProperty(event, name, { value })
  }
  return fieldOf(wrapper).dispatchEvent(event)
}

/** Submits the field as the platform does: by Enter, or by the keyboard's own button. */
export async function submit(wrapper: VueWrapper): Promise<void> {
  if (isH5) press(wrapper, 'Enter')
  else fieldOf(wrapper).dispatchEvent(new CustomEvent('confirm', { detail: { value: written(wrapper) } }))
  await wrapper.vm.$nextTick()
}
