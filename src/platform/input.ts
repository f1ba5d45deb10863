/** What a field holds, by its `input` event: uni-app tells it in `detail`, on every platform. */
export function inputValue(event: Event): string {
  return (event as unknown as { detail: { value: string } }).detail.value
}
