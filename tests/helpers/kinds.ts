/** One content of each built-in kind, with all its fields, as it comes over the wire. */
export const wireContents = {
  text: { kind: 'text', text: 'see https://a.cn' },
  image: {
    kind: 'image', url: 'https://a.cn/i.jpg', width: 640, height: 480, size: 9, thumb: 'https://a.cn/t.jpg', caption: 'sea',
  },
  video: {
    kind: 'video', url: 'https://a.cn/v.mp4', width: 640, height: 480, duration: 65_000, size: 9,
    poster: 'https://a.cn/p.jpg', caption: 'sea',
  },
  voice: { kind: 'voice', url: 'https://a.cn/v.mp3', duration: 3_000, levels: [0, 50, 100], size: 9 },
  file: { kind: 'file', url: 'https://a.cn/f', name: 'report.pdf', size: 1_400_000, type: 'application/pdf' },
  location: {
    kind: 'location', latitude: 31.2, longitude: 121.5, name: 'Square', address: '1 Road', picture: 'https://a.cn/m.png',
  },
  card: { kind: 'card', person: { id: 'ann', name: 'Ann', avatar: 'https://a.cn/a.png' } },
  link: {
    kind: 'link', url: 'https://a.cn/page', title: 'Title', description: 'What it says', picture: 'https://a.cn/l.png',
    site: 'Site',
  },
  forward: {
    kind: 'forward', title: 'Ann and Bob',
    items: [
      { author: { id: 'ann', name: 'Ann' }, at: 1, content: { kind: 'text', text: 'hello' } },
      { author: { id: 'bob', name: 'Bob' }, at: 2, content: { kind: 'image', url: 'https://a.cn/i.jpg', width: 1, height: 1 } },
    ],
  },
  markdown: { kind: 'markdown', text: '## Head\n**bold** [link](https://a.cn)', stream: 's-1', ended: 'stopped' },
} as const

/** What a field may hold that came from somebody who means no good. */
export const hostileValues: readonly unknown[] = [
  '<script>window.hurt = 1</script>', '"><img src=x onerror="window.hurt = 1">', 'javascript:window.hurt=1',
  'JaVaScRiPt:alert(1)', 'data:text/html,<script>window.hurt=1</script>', 'blob:https://a.cn/1', 'file:///etc/passwd',
  'https://a.cn/"onload="x', 'https://a.cn/\u202egpj.exe', 'https://\n', '\u202egnp.exe', '\u2066\u2067\u2068', '\0', '\ud800',
  '', ' ', 'x'.repeat(100_000), '中'.repeat(100_000), '{{constructor.constructor("x")()}}', '__proto__',
  null, undefined, true, 0, -1, NaN, Infinity, -Infinity, 1e308, 2 ** 53, 0.5, [], {}, [[[]]], [null], () => 1,
  { toString: 1 }, Array.from({ length: 10_000 }, () => 1e9), { kind: 'text', text: 'x' },
]

/** The same content with each of its fields, also of what lies in it, replaced by each of those. */
export function* hostileContents(content: object): Generator<Record<string, unknown>> {
  for (const [name, value] of Object.entries(content)) {
    if (name === 'kind') continue
    for (const hostile of hostileValues) yield { ...content, [name]: hostile }
    if (typeof value !== 'object' || value === null) continue
    for (const inner of hostileContents(value)) {
      yield { ...content, [name]: Array.isArray(value) ? Object.values(inner) : inner }
    }
  }
}
