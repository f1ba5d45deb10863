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
      const before = topOf(row)
      change()
      await frames(12)
      return row.isConnected ? Math.abs(topOf(row) - before) : Infinity
    },
    /** Adds up how far lines move from frame to frame, until stop. */
    watch() {
      watched = { moved: 0, most: 0 }
      let row = line()
      let before = topOf(row)
      const look = () => {
        if (!watched) return
        const by = row.isConnected ? topOf(row) - before : NaN
        watched.moved += by
        watched.most = Math.max(watched.most, Math.abs(by))
        row = line()
        before = topOf(row)
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
      return true
    },
    stop() {
      const { moved, most } = watched
      watched = null
      return { moved, most }
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
