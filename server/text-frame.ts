// A WebSocket frame (RFC 6455, section 5.2) begins with what it is, here a whole text, and how long it is.
const wholeText = 0x81
const longest7 = 125
const longest16 = 0xffff
const is16 = 126
const is64 = 127

let last: Buffer | undefined
let lastFramed = Buffer.alloc(0)

/**
 * The bytes of a WebSocket text frame, as a server sends it. What goes to many goes to one after the other: it is put
 * into a frame for the first of them, and for the others that one is given again.
 */
export function textFrame(text: Buffer): Buffer {
  if (text === last) return lastFramed
  last = text
  lastFramed = Buffer.concat([headOf(text.length), text])
  return lastFramed
}

function headOf(length: number): Buffer {
  if (length <= longest7) return Buffer.from([wholeText, length])
  const isLong = length > longest16
  const head = Buffer.alloc(isLong ? 10 : 4)
  head[0] = wholeText
  head[1] = isLong ? is64 : is16
  if (isLong) head.writeBigUInt64BE(BigInt(length), 2)
  else head.writeUInt16BE(length, 2)
  return head
}
