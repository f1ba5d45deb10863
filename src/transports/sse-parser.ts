/**
 * Reads `text/event-stream`, as the WHATWG's HTML Standard says: each call takes the next piece of text, which may
 * begin and end anywhere, and tells the events that are complete. Of the fields only `data` and `event` are read.
 *
 * @param tell gets each event's data, and its type: `message` unless it says otherwise
 */
export function sseParser(tell: (data: string, type: string) => void): (text: string) => void {
  let rest = ''
  let data = ''
  let type = ''
  let atStart = true
  let afterReturn = false

  const takeLine = (line: string): void => {
    if (line === '') {
      const event = data
      const eventType = type
      data = type = ''
      if (event) tell(event.slice(0, -1), eventType || 'message')
      return
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? []
    if (field === 'data') data += value + '\n'
    else if (field === 'event') type = value
  }

  return (text) => {
    if (text === '') return
    let piece = text
    if (atStart && piece.startsWith('\ufeff')) piece = piece.slice(1)
    atStart = false
    // A line may end with CR and LF, and the piece between them.
    if (afterReturn && piece.startsWith('\n')) piece = piece.slice(1)
    afterReturn = text.endsWith('\r')
    const lines = piece.split(/\r\n|\r|\n/)
    lines[0] = rest + lines[0]
    rest = lines.pop() ?? ''
    lines.forEach(takeLine)
  }
}
