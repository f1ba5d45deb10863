import type { Choice } from '../../adapter-app/kit'
import { type AdapterName, protocols } from '../../adapter-app/protocols'
import type { FaultProxy } from '../fault-proxy'
import { type Guest, Party } from '../party'
import { backends, tokenFor } from './backends'
import { online, type Seat, type Stand } from './checks'

/** What lets Ann come. */
export interface Host {
  /** Somebody with the kit in Node. */
  guest(name: string): Promise<Guest>
  /** What to hand to the app, and the way to the server that it leads to. */
  choose(name: string): Promise<{ choice: Choice, proxy: FaultProxy }>
}

/** Starts a server, lets Ann and then Ben come, works with them, and ends them all. */
export async function withStand(
  adapter: AdapterName, seat: (host: Host) => Promise<Seat>, use: (stand: Stand) => Promise<void>,
): Promise<void> {
  const backend = backends[adapter]
  const { room = 'main', scheme = 'ws', path = '' } = backend
  const party = new Party(path)
  const guest = async (name: string): Promise<Guest> => {
    const token = await tokenFor(backend, party.port, name)
    return party.guest(() => protocols[adapter](name), room, true, () => token)
  }
  const choose = async (name: string): Promise<{ choice: Choice, proxy: FaultProxy }> => {
    const proxy = await party.proxy()
    const token = await tokenFor(backend, party.port, name)
    return { proxy, choice: { adapter, name, room, token, url: `${scheme}://127.0.0.1:${proxy.port}${path}` } }
  }
  try {
    await party.server(backend.start())
    const ann = await seat({ guest, choose })
    await online(ann)
    await use({ backend, ann, ben: await guest('Ben'), guest })
  } finally {
    await party.end()
  }
}
