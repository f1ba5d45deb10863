import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What can be refused, by the name of the option that sets it where there is one. */
export type LimitName =
  | 'connections' | 'address-connections' | 'person-connections' | 'strangers' | 'rate' | 'person-rate'
  | 'sockets' | 'requests' | 'url' | 'headers' | 'encoding' | 'origin' | 'body' | 'frame' | 'bad-frames' | 'hello'
  | 'file-size' | 'file-rate' | 'files-at-once' | 'disk'

/** The numbers of one server, as Prometheus takes them. None of them tells who or what. */
export class Metrics {
  readonly registry = new Registry()
  readonly connections = new Gauge({
    name: 'chat_connections', help: 'Connections that are open: WebSockets and links over HTTP', ...this.here(),
  })
  readonly accepted = this.counter('chat_connections_accepted_total', 'Connections accepted')
  readonly framesIn = this.counter('chat_frames_in_total', 'Frames that came from clients')
  readonly framesOut = this.counter('chat_frames_out_total', 'Frames that went to clients')
  readonly eventsStored = this.counter('chat_events_stored_total', 'Entries added to logs')
  readonly filesStored = this.counter('chat_files_stored_total', 'Files taken in')
  readonly searched = this.counter('chat_searched_total', 'Entries that searches looked at')
  readonly slowReaders = this.counter('chat_slow_readers_cut_total', 'Connections cut as they left too much unread')
  readonly silent = this.counter('chat_silent_cut_total', 'Connections cut as they gave no sign of life')
  readonly errors = new Counter({
    name: 'chat_errors_total', help: 'Errors told to clients', labelNames: ['code'] as const, ...this.here(),
  })
  readonly refused = new Counter({
    name: 'chat_refused_total', help: 'Connections, requests and frames refused', labelNames: ['limit'] as const,
    ...this.here(),
  })
  readonly paused = new Counter({
    name: 'chat_paused_total', help: 'Times a connection was not read for a while', labelNames: ['limit'] as const,
    ...this.here(),
  })
  readonly writes = new Histogram({
    name: 'chat_write_seconds', help: 'From the arrival of a write until it was answered',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], ...this.here(),
  })

  /** A limit stood against something. */
  refuse(limit: LimitName): void {
    this.refused.inc({ limit })
  }

  private counter(name: string, help: string): Counter {
    return new Counter({ name, help, ...this.here() })
  }

  private here() {
    return { registers: [this.registry] }
  }
}
