/**
 * Whether a component's text is read from right to left: in a browser only, as mini-programs have no such setting.
 * @param owner the component (its proxy)
 */
export function isRightToLeft(owner: object | null): boolean {
  // #ifdef H5
  const root = (owner as { $el?: unknown } | null)?.$el
  if (root instanceof Element) return getComputedStyle(root).direction === 'rtl'
  // #endif
  return false
}
