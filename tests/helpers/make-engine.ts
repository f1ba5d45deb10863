import type { GetToken } from '../../src/connection/token'
import { Engine } from '../../src/engine'
import type { Clock } from '../../src/platform/types'
import { native } from '../../src/protocols/native/native'
import { websocket } from '../../src/transports/websocket'
import type { FakePlatform } from './fake-platform'

/** An engine that speaks the native protocol over a fake machine's sockets. */
export function makeEngine(platform: FakePlatform<Clock>, getToken: GetToken): Engine {
  const transports = [websocket('wss://chat.test/v1/ws', platform)] as const
  return new Engine({ transports, protocol: native, platform, getToken })
}
