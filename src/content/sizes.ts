/** How large a file is, as people say it: `1.4 MB`. */
export function fileSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  for (; value >= 1_000 && unit < units.length - 1; unit++) value /= 1_024
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** How long a sound or film is: `1:05`. `ms` is in milliseconds; what is begun counts as a second. */
export function playTime(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** The ending of a file's name, if it has one: `pdf`. */
export function fileEnding(name: string): string {
  return /\.([a-z\d]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** A picture's room on the screen, in px: no larger than `width` by `height`, and large enough for a finger. */
export function fitted(picture: { width: number, height: number }, width: number, height: number) {
  const part = Math.min(1, width / picture.width, height / picture.height)
  const within = (edge: number, most: number, least: number) => Math.min(most, Math.max(least, Math.round(edge * part)))
  return { width: within(picture.width, width, 96), height: within(picture.height, height, 48) }
}
