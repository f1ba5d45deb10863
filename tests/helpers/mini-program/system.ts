import { reply } from './api'
import type { Wx, WxCallbacks } from './api'

/** What the host says of device, window and itself. */
export interface SystemInfo {
  brand: string
  model: string
  system: string
  platform: string
  pixelRatio: number
  screenWidth: number
  screenHeight: number
  windowWidth: number
  windowHeight: number
  statusBarHeight: number
  safeArea: { left: number, right: number, top: number, bottom: number, width: number, height: number }
  language: string
  theme: 'light' | 'dark'
  version: string
  SDKVersion: string
  fontSizeSetting: number
  deviceOrientation: 'portrait' | 'landscape'
  host: { env: string }
}

/** A phone with a notch and a home bar, in portrait. */
export const PHONE: SystemInfo = {
  brand: 'iPhone',
  model: 'iPhone 14',
  system: 'iOS 17.4',
  platform: 'ios',
  pixelRatio: 3,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 753,
  statusBarHeight: 47,
  safeArea: { left: 0, right: 390, top: 47, bottom: 810, width: 390, height: 763 },
  language: 'zh_CN',
  theme: 'light',
  version: '8.0.49',
  SDKVersion: '3.5.0',
  fontSizeSetting: 16,
  deviceOrientation: 'portrait',
  host: { env: 'WeChat' }
}

/** How the app was opened. */
export interface LaunchOptions {
  path: string
  query: Record<string, string>
  scene: number
}

/** Puts the functions that describe device, window and launch on `wx`. They read `system` at every call. */
export function installSystem(wx: Wx, system: SystemInfo, launch: LaunchOptions): void {
  const menu = (): Record<string, number> => {
    const top = system.statusBarHeight + 4
    const right = system.windowWidth - 7
    return { width: 87, height: 32, top, bottom: top + 32, right, left: right - 87 }
  }
  const pick = <K extends keyof SystemInfo>(...keys: K[]): Pick<SystemInfo, K> =>
    Object.fromEntries(keys.map((key) => [key, system[key]])) as Pick<SystemInfo, K>
  const answer = (name: string) => (options: WxCallbacks = {}): unknown =>
    reply(options, { errMsg: `${name}:ok`, ...system })
  Object.assign(wx, {
    getSystemInfoSync: () => ({ ...system }),
    getSystemInfo: answer('getSystemInfo'),
    getSystemInfoAsync: answer('getSystemInfoAsync'),
    getWindowInfo: () => ({
      ...pick('pixelRatio', 'screenWidth', 'screenHeight', 'windowWidth', 'windowHeight'),
      ...pick('statusBarHeight', 'safeArea'),
      screenTop: system.screenHeight - system.windowHeight
    }),
    getDeviceInfo: () => ({ ...pick('brand', 'model', 'system', 'platform'), benchmarkLevel: 50 }),
    getAppBaseInfo: () => ({ ...pick('SDKVersion', 'version', 'language', 'theme', 'host', 'fontSizeSetting') }),
    getMenuButtonBoundingClientRect: menu,
    onWindowResize: () => {},
    offWindowResize: () => {},
    getLaunchOptionsSync: () => ({ ...launch, referrerInfo: {} }),
    getEnterOptionsSync: () => ({ ...launch, referrerInfo: {} }),
    canIUse: (schema: string) => typeof wx[schema.split('.')[0] ?? ''] === 'function'
  })
}
