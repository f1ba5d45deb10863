/** How a member of a room speaks to each server: the same room, the same texts, and the server's own framing. */
export interface RoomDialect {
  /** The path of the WebSocket. */
  readonly path: string
  /** What is said at first; the token is the kit's. Empty if nothing is. */
  hello(token: string): string
  /** Whether this frame says that the member is in the room. */
  isWelcome(frame: string): boolean
  /** A message, as a client sends it. */
  say(id: string, text: string): string
  /** The text of a message, as every member gets it; undefined if the frame is something else. */
  heard(frame: string): string | undefined
}

export const dialects: Readonly<Record<string, RoomDialect>> = {
  'uni-chat-kit': {
    path: '/v1/ws',
    hello: token => JSON.stringify({ type: 'hello', version: 1, token }),
    isWelcome: frame => frame.startsWith('{"type":"welcome"'),
    say: (id, text) => JSON.stringify({ type: 'send', id, conversation: 'general', content: { kind: 'text', text } }),
    heard: frame => (frame.startsWith('{"type":"event"') ? textIn(frame) : undefined),
  },
  // It hands on what it gets: the kit's frame, so that as many bytes come in.
  'bare ws': {
    path: '/',
    hello: () => '',
    isWelcome: frame => frame === 'welcome',
    say: (id, text) => JSON.stringify({ type: 'send', id, conversation: 'general', content: { kind: 'text', text } }),
    heard: frame => (frame.startsWith('{') ? textIn(frame) : undefined),
  },
  'socket.io': {
    path: '/socket.io/?EIO=4&transport=websocket',
    hello: () => '40',
    isWelcome: frame => frame.startsWith('40{'),
    say: (_id, text) => `42${JSON.stringify(['message', { kind: 'text', text }])}`,
    heard: frame => (frame.startsWith('42') ? textIn(frame) : undefined),
  },
}

/** The texts of the bench have no quotes. */
function textIn(frame: string): string | undefined {
  return /"text":"([^"]*)"/.exec(frame)?.[1]
}
