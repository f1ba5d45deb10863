/**
 * Clients in a storm: the kit against a real server, through a proxy that breaks links, and every client's view against
 * the server's log at the end. See docs/reliability.md.
 */
import { parseArgs } from 'node:util'
import { badFigures, type Figures } from './findings'
import { type FaultKind, faultsFor } from './plan'
import { run } from './run'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    clients: { type: 'string', default: '5' },
    messages: { type: 'string', default: '500' },
    // The share of edits, recalls and reactions among all that is written.
    amend: { type: 'string', default: '0.25' },
    faults: { type: 'string', default: '20' },
    // Only these kinds of faults, or these besides the usual ones: names with commas between.
    only: { type: 'string' },
    also: { type: 'string' },
    ladder: { type: 'boolean', default: false },
    // So many servers behind a balancer, on one Redis; 0 is one server on a file.
    nodes: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
})

main().catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
  process.exit(2)
})

async function main(): Promise<void> {
  const { ladder, json, only, also } = values
  const [seed, clients, messages, faults, nodes] = [
    count('seed', 0), count('clients', 1), count('messages', 0), count('faults', 0), count('nodes', 0),
  ] as const
  const { usual, all } = faultsFor(nodes)
  const kinds = only === undefined ? [...usual, ...kindsOf(all, also)] : kindsOf(all, only)
  const amend = Number(values.amend)
  if (!(amend >= 0 && amend < 1)) throw new Error('--amend takes a share, from 0 up to, not including, 1')
  const command = `npm run chaos -- --seed ${seed} --clients ${clients} --messages ${messages} --faults ${faults}` +
    (amend === 0.25 ? '' : ` --amend ${amend}`) + (nodes === 0 ? '' : ` --nodes ${nodes}`) +
    (ladder ? ' --ladder' : '') + (only === undefined ? '' : ` --only ${only}`) + (also ? ` --also ${also}` : '')
  const tell = (line: string): void => void process.stderr.write(`${line}\n`)
  tell(`seed ${seed}; to replay its plan: ${command}`)

  const began = performance.now()
  const { figures, words } = await run({
    seed, clients, messages, amend, faults, kinds, nodes, ladder, progress: json ? undefined : tell,
  })
  const seconds = Math.round((performance.now() - began) / 100) / 10
  for (const line of words.slice(0, 40)) tell(line)
  if (words.length > 40) tell(`and ${words.length - 40} more`)
  process.stdout.write(json ? `${JSON.stringify({ seed, ...figures, seconds })}\n` : table(figures, seconds))
  process.exit(badFigures.some(name => figures[name] > 0) ? 1 : 0)
}

function count(name: 'seed' | 'clients' | 'messages' | 'faults' | 'nodes', least: number): number {
  const number = Number(values[name])
  if (!Number.isSafeInteger(number) || number < least) throw new Error(`--${name} takes a number from ${least} on`)
  return number
}

function kindsOf(known: readonly FaultKind[], names = ''): FaultKind[] {
  return names.split(',').filter(Boolean).map((name) => {
    const kind = known.find(each => each === name)
    if (!kind) throw new Error(`there is no fault "${name}", but: ${known.join(', ')}`)
    return kind
  })
}

function table(figures: Figures, seconds: number): string {
  const rows = [...Object.entries(figures), ['seconds', seconds] as const]
  return rows.map(([name, value]) => `${name.padEnd(14)}${String(value).padStart(8)}\n`).join('')
}
