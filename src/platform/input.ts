/** What a field holds, by its `input` event: uni-app tells it in `detail`, on every platform. */
export function inputValue(event: Event): string {
  return (event as unknown as { detail: { value: string } }).detail.value
}

/** Where the cursor stands in a field, by an event of it; undefined where the platform doesn't say. */
export function inputCursor(event: Event): number | undefined {
  return (event as unknown as { detail?: { cursor?: number } }).detail?.cursor
}

/** How much of the screen a phone's keyboard takes, in px, by a field's event of it. */
export function keyboardHeight(event: Event): number {
  return (event as unknown as { detail: { height: number } }).detail.height
}
