/** Frames that no server should send: real ones, mutated, and made ones, truncated, doubled, reordered, poisoned. */

type Random = () => number
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item

const values: readonly (() => Json)[] = [
  () => null, () => true, () => 0, () => -1, () => 1.5, () => Number.MAX_SAFE_INTEGER, () => 2 ** 53, () => 1e308,
  () => '', () => '__proto__', () => 'constructor', () => '\0', () => '\ud800', () => 'x'.repeat(10_000),
  () => [], () => ({}), () => [[[[[]]]]], () => Array.from({ length: 1_000 }, () => null), () => 'message',
  () => 'welcome', () => 'room', () => 'ann', () => 4001, () => 4503, () => ({ seq: 1 }),
]

/** Replaces, removes or adds one field, somewhere. */
function mutateJson(value: Json, random: Random): Json {
  if (typeof value !== 'object' || value === null || random() < 0.1) return pick(random, values)()
  if (Array.isArray(value)) {
    if (value.length === 0 || random() < 0.2) return [...value, ...value.slice(0, 5), pick(random, values)()]
    if (random() < 0.2) return [...value].reverse()
    const index = Math.floor(random() * value.length)
    return value.map((item, place) => (place === index ? mutateJson(item, random) : item))
  }
  const keys = Object.keys(value)
  const key = pick(random, keys.length ? keys : ['x'])
  const copy = { ...value }
  const how = random()
  if (how < 0.15) delete copy[key]
  else if (how < 0.25) copy[pick(random, ['id', 'seq', 'type', 'events', 'epoch', 'head'])] = pick(random, values)()
  else copy[key] = mutateJson(copy[key] ?? null, random)
  return copy
}

const textMutations: readonly ((frame: string, random: Random) => string)[] = [
  (frame, random) => frame.slice(0, Math.floor(random() * frame.length)),
  (frame, random) => frame.slice(Math.floor(random() * frame.length)),
  (frame, random) => {
    const at = Math.floor(random() * frame.length)
    return frame.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x10000)) + frame.slice(at + 1)
  },
  (frame, random) => {
    const at = Math.floor(random() * frame.length)
    return frame.slice(0, at) + frame.slice(at + Math.floor(random() * 20))
  },
  frame => frame + frame,
  frame => frame.replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},'),
  frame => frame.replace(/:\{/g, ':{"__proto__":{"polluted":1},'),
  (frame, random) => frame.replace(/\d+/, pick(random, ['9007199254740991', '9007199254740993', '1e400', '-0', '00'])),
]

/** Something hostile in place of a frame. */
export function hostile(frame: string, random: Random): string | ArrayBuffer {
  const how = random()
  if (how < 0.002) return new ArrayBuffer(8)
  if (how < 0.004) {
    const depth = 1 + Math.floor(random() * 20_000)
    return `{"type":"event","conversation":"room","event":${'['.repeat(depth)}${']'.repeat(depth)}}`
  }
  if (how < 0.006) {
    return JSON.stringify({
      type: 'page', id: 'x', conversation: 'room', epoch: 'e1', head: 1,
      events: Array.from({ length: 5_000 }, (_, index) => ({ seq: index * 7 + 1, type: 'pin' })),
    })
  }
  // A real one again, or at the wrong time.
  if (how < 0.2) return frame
  if (how < 0.5) return pick(random, textMutations)(frame, random)
  try {
    return JSON.stringify(mutateJson(JSON.parse(frame) as Json, random))
  } catch {
    return frame
  }
}
