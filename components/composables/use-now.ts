import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'

const MINUTE = 60_000

/** What time it is, in ms since 1970, to the minute: labels such as "yesterday" follow it. */
export function useNow(): Ref<number> {
  const now = ref(Date.now())
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    timer = setInterval(() => { now.value = Date.now() }, MINUTE)
  })
  onBeforeUnmount(() => clearInterval(timer))
  return now
}
