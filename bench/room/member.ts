import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

// All of them read into the same memory: each is done with it before the next one gets it.
const shared = Buffer.alloc(65_536)

/**
 * Counts the text frames that a server sends over a WebSocket, and reads none of them: thousands of these cost little
 * beside the server that is measured. Ours and the rivals' servers send whole frames, without masks.
 */
export function countFrames(port: number, path: string, hello: string, counted: () => void): Promise<{ end(): void }> {
  return new Promise((done, fail) => {
    let isOpen = false
    // Bytes that are left of the frame that is being passed over, and what is there of a head that isn't whole yet.
    let left = 0
    let begun = Buffer.alloc(0)
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback(length) {
          take(shared.subarray(0, length))
          return true
        },
      },
    })
    socket.on('error', fail)
    socket.write([
      `GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: websocket',
      'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, '', '',
    ].join('\r\n'))

    function take(chunk: Buffer): void {
      let at = 0
      if (!isOpen) {
        begun = Buffer.concat([begun, chunk])
        const end = begun.indexOf('\r\n\r\n')
        if (end < 0) return
        isOpen = true
        if (!begun.toString('latin1').startsWith('HTTP/1.1 101 ')) return fail(new Error(begun.toString('latin1')))
        chunk = begun.subarray(end + 4)
        begun = Buffer.alloc(0)
        if (hello !== '') socket.write(masked(hello))
        done({ end: () => void socket.destroy() })
      }
      while (at < chunk.length) {
        if (left > 0) {
          const passed = Math.min(left, chunk.length - at)
          left -= passed
          at += passed
          continue
        }
        const bytes = begun.length > 0 ? Buffer.concat([begun, chunk.subarray(at)]) : chunk.subarray(at)
        const head = headOf(bytes)
        if (!head) {
          begun = Buffer.from(bytes)
          return
        }
        at += head.length - begun.length
        if (begun.length > 0) begun = Buffer.alloc(0)
        left = head.payload
        if (head.isText) counted()
      }
    }
  })
}

/** A short text frame; its mask is 0, which changes nothing. */
function masked(text: string): Buffer {
  const payload = Buffer.from(text)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(payload.length)
  const start = payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0x80 | 126, ...length]
  return Buffer.concat([Buffer.from([...start, 0, 0, 0, 0]), payload])
}

function headOf(bytes: Buffer): { length: number, payload: number, isText: boolean } | undefined {
  if (bytes.length < 2) return undefined
  const isText = ((bytes[0] as number) & 0x0f) === 1
  const short = (bytes[1] as number) & 0x7f
  if (short < 126) return { length: 2, payload: short, isText }
  if (bytes.length < (short === 126 ? 4 : 10)) return undefined
  return short === 126
    ? { length: 4, payload: bytes.readUInt16BE(2), isText }
    : { length: 10, payload: Number(bytes.readBigUInt64BE(2)), isText }
}
