import type { ChatServer } from '../../server/server'

/** Everything that a server shows to Prometheus; it has to have been started with `metrics`. */
export async function metricsText(port: number | undefined): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  if (!response.ok) throw new Error(`the metrics gave ${response.status}`)
  return response.text()
}

/** One number of a server, by its name with its labels, as `chat_refused_total{limit="rate"}`; 0 if it isn't there. */
export async function metric({ metricsPort }: ChatServer, name: string): Promise<number> {
  const line = (await metricsText(metricsPort)).split('\n').find(each => each.startsWith(`${name} `))
  return line ? Number(line.slice(name.length + 1)) : 0
}
