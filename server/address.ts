import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * Where a request comes from, as it is counted: an IPv4 address, or the first half of an IPv6 one, as that much is
 * given to one household.
 * @param proxies - how many proxies in front add to `X-Forwarded-For`: what they say is believed, and nothing else
 */
export function addressOf(request: IncomingMessage, proxies: number): string {
  const told = String(request.headers['x-forwarded-for'] ?? '').split(',').map(part => part.trim())
  const forwarded = proxies > 0 ? told[told.length - proxies] ?? '' : ''
  return network(isIP(forwarded) > 0 ? forwarded : request.socket.remoteAddress ?? '')
}

/** What of an address is counted. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (isIP(address) !== 6) return address
  const [front = '', back] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const left = front === '' ? [] : front.split(':')
  const right = back ? back.split(':') : []
  const zeros = back === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array.from({ length: Math.max(zeros, 0) }, () => '0'), ...right].slice(0, 4).join(':')
}
