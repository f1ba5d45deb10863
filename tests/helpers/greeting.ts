import type { ConnectionDriver } from '../../src/connection/connection'
import type { Frame } from '../../src/platform/types'

/**
 * The part of a connection's driver that says hello: `hello` gives the first frame, or null while nobody is signed in.
 * @param send hands a frame to the connection
 */
export function greeting(
  hello: () => Promise<Frame | null>, send: (frame: Frame) => void, changed: ConnectionDriver['changed'] = () => {},
): Pick<ConnectionDriver, 'prepare' | 'changed'> {
  let first: Frame | null = null
  return {
    async prepare() {
      first = await hello()
      return first !== null
    },
    changed(snapshot, before) {
      if (snapshot.state === 'authenticating' && first !== null) send(first)
      changed(snapshot, before)
    },
  }
}
