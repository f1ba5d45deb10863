/**
 * What watches, in a page, the line that a reader of a list looks at: the first row that is wholly on the screen.
 * To be evaluated in the page; a function can't be sent to every browser, its text can.
 */
export const reader = `(() => {
  const area = () => document.querySelector('.chat-scroller')
  const line = () => {
    const { top } = area().getBoundingClientRect()
    return [...document.querySelectorAll('.chat-list__row')].find(row => row.getBoundingClientRect().top >= top)
  }
  const topOf = row => row.getBoundingClientRect().top
  /** Of what is read in it: what stands above that in a row may come and go. */
  const textOf = row => topOf(row.querySelector('.chat-bubble') ?? row)
  const frames = async (count) => {
    for (let frame = 0; frame < count; frame++) await new Promise(resolve => requestAnimationFrame(resolve))
  }
  let watched = null
  window.reader = {
    frames,
    /** How far the line has moved some frames after a change; nobody may scroll meanwhile. */
    async drift(change) {
      await frames(1)
      const row = line()
      const before = textOf(row)
      change()
      await frames(12)
      return row.isConnected ? Math.abs(textOf(row) - before) : Infinity
    },
    /** Adds up how far the line moves from frame to frame, until stop. */
    watch() {
      watched = { moved: 0, back: 0, lost: 0 }
      let row = line()
      let before = textOf(row)
      const look = () => {
        if (!watched) return
        if (row?.isConnected) {
          const by = textOf(row) - before
          watched.moved += by
          watched.back = Math.max(watched.back, -by)
        } else {
          watched.lost += 1
        }
        row = line()
        before = row && textOf(row)
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
      return true
    },
    /** How far lines went down, the most that one went up in a frame, and frames that had none in common. */
    async stop() {
      await frames(2)
      const result = watched
      watched = null
      return result
    },
    place: () => {
      const { scrollTop, scrollHeight, clientHeight } = area()
      return { fromStart: scrollHeight - clientHeight + scrollTop, fromEnd: -scrollTop }
    },
    to: (fromEnd) => { area().scrollTop = -fromEnd; return true },
    rows: () => document.querySelectorAll('.chat-list__row').length,
    elements: () => document.querySelectorAll('.chat-list__row, .chat-list__row *').length,
    topOf: key => {
      const row = document.querySelector('[data-id="' + key + '"]')
      return row && topOf(row) - area().getBoundingClientRect().top
    },
  }
  return true
})()`

/** The index of a message that is drawn, so many above or below the one whose row is the first wholly on the screen. */
export const near = (by: number): string => `(() => {
  const { top } = document.querySelector('.chat-scroller').getBoundingClientRect()
  const rows = [...document.querySelectorAll('.chat-list__row')]
  const row = rows[rows.findIndex(row => row.getBoundingClientRect().top >= top) + ${by}]
  return list.keys().indexOf(row.dataset.id)
})()`

/** A change of the list, as code for the page, by what it is. */
export const changes: Readonly<Record<string, string>> = {
  'history': 'list.prepend(50)',
  'new messages': 'list.append(50)',
  'a longer text above': `list.change(${near(-2)}, { content: { kind: 'text', text: 'x '.repeat(400) } })`,
  'a recalled message above': `list.change(${near(-2)}, { content: { kind: 'recalled', by: { id: 'a', name: 'A' } } })`,
  'a reaction below': `list.change(${near(3)}, { reactions: [{ emoji: '+', count: 1, people: [] }] })`,
}
