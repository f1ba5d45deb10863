/**
 * Listens to the browser's own events at a component's root, on H5: of many, uni-app's `view` passes on the name only.
 * Elsewhere there are none.
 * @param owner the component (its proxy)
 * @returns what ends it
 */
export function listenTo(
  owner: object | null, listeners: Readonly<Record<string, (event: Event) => void>>,
): () => void {
  // #ifdef H5
  const root = (owner as { $el?: EventTarget } | null)?.$el
  const entries = Object.entries(listeners)
  for (const [type, listener] of entries) root?.addEventListener(type, listener)
  return () => {
    for (const [type, listener] of entries) root?.removeEventListener(type, listener)
  }
  // #endif
  // #ifndef H5
  return () => {}
  // #endif
}
