import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics } from 'prom-client'
import { pathOf } from './answers'
import type { Metrics } from './metrics'

/** Where the numbers are shown. */
export interface MonitorOptions {
  host: string
  /** The port; 0 for any free one. */
  port: number
}

/** Shows the numbers of a server, and those of its process, to Prometheus. */
export interface Monitor {
  /** The port it got. */
  readonly port: number
  close(): Promise<void>
}

/** Starts to answer `GET /metrics`, at an address of its own: the numbers are nobody's business but the operator's. */
export async function startMonitor({ host, port }: MonitorOptions, { registry }: Metrics): Promise<Monitor> {
  collectDefaultMetrics({ register: registry })
  const http = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    if (pathOf(request) !== '/metrics' || request.method !== 'GET') return response.writeHead(404).end()
    registry.metrics().then(
      text => response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' }).end(text),
      () => response.writeHead(500).end())
  })
  http.maxConnections = 50
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, resolve)
  })
  return {
    port: (http.address() as AddressInfo).port,
    close() {
      registry.clear()
      const stopped = new Promise<void>(resolve => http.close(() => resolve()))
      http.closeAllConnections()
      return stopped
    },
  }
}
