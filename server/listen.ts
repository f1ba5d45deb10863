import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

// Enough for any number of demos, and few enough to give up at once when something else is wrong.
const tries = 50

/**
 * Starts to listen. A port that is taken gives the next free one; port 0 gives any free one.
 * @returns the port it got
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  for (let next = port; ; next++) {
    try {
      return await listenOn(server, next, host)
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!taken || next + 1 >= port + tries || next + 1 > 65535) throw error
    }
  }
}

function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
