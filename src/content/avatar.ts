/** Each with a contrast of at least 4.5 to white. */
const colors = [
  '#b3441e', '#96600a', '#4d7a1f', '#17805e', '#1a7a94', '#2766c8', '#6a52c4', '#a83f8c', '#b83a55', '#5f6b7a',
]

/** A person's colour: the same one everywhere and always. */
export function avatarColor(id: string): string {
  let hash = 0
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) >>> 0
  return colors[hash % colors.length] ?? '#5f6b7a'
}

/** The first letter of a name, whole even where it takes two code units, such as an emoji. */
export function initial(name: string): string {
  const [first = ''] = name.trim()
  return first.toUpperCase()
}
