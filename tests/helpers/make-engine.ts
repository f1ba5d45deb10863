import type { GetToken } from '../../src/connection/token'
import { createEngine, type Engine, type EngineOptions } from '../../src/engine'
import type { Clock } from '../../src/platform/types'
import { native } from '../../src/protocols/native/native'
import { Vault } from '../../src/storage/vault'
import { websocket } from '../../src/transports/websocket'
import type { FakePlatform } from './fake-platform'

/** An engine that speaks the native protocol over a fake machine's sockets, and keeps things in its storage. */
export function makeEngine(
  platform: FakePlatform<Clock>, getToken: GetToken, more: Partial<EngineOptions> = {},
): Engine {
  return createEngine({
    transports: [websocket('wss://chat.test/v1/ws', platform)],
    protocol: native,
    platform,
    openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
    getToken,
    ...more,
  })
}
