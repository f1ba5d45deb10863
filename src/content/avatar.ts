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

/** The first letters of the first and the last word of a name, or of the only one; each whole, as emoji are. */
export function initials(name: string): string {
  const all = name.trim().split(/\s+/)
  const [[first = ''] = '', [last = ''] = ''] = [all[0], all[all.length - 1]]
  return (all.length > 1 && isCased(first) && isCased(last) ? first + last : first).toUpperCase()
}

/** Whether it is of a script with capitals, in which names are shortened so. */
function isCased(letter: string): boolean {
  return letter.toUpperCase() !== letter.toLowerCase()
}
