/** How many bytes a page loads: bundled for browsers (ES2018), minified, and gzipped with level 9. */
import { kit } from './lib/kit'
import { versionOf } from './lib/realm'
import { measurePackages } from './lib/packages'
import { readOptions, report } from './lib/report'
import { adapterSizes, componentSizes, connectionSize, engineSize, gzipSize, indexSize } from './lib/sizes'

/** Each rival's client, as its documents import it. What corresponds to our engine they don't have. */
const clients: Readonly<Record<string, string>> = {
  'socket.io-client': `export { io } from 'socket.io-client'`,
  'centrifuge': `export { Centrifuge } from 'centrifuge'`,
  'phoenix': `export { Socket } from 'phoenix'`,
  'partysocket': `export { default } from 'partysocket/ws'`,
  'reconnecting-websocket': `export { default } from 'reconnecting-websocket'`,
}

void report(readOptions(), {
  [kit.name]: async () => ({
    connectionGzip: await connectionSize(),
    engineGzip: await engineSize(),
    indexGzip: await indexSize(),
    ...await componentSizes(),
    ...await measurePackages(),
    adapters: await adapterSizes(),
    version: kit.version,
  }),
  ...Object.fromEntries(Object.entries(clients).map(([name, entry]) => [name, async () => ({
    connectionGzip: await gzipSize(entry), engineGzip: null, indexGzip: null, version: versionOf(name),
  })])),
})
