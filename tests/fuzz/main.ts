/** A million hostile frames: `npm run fuzz -- --seed 1 --frames 1000000 --json`. */
import { parseArgs } from 'node:util'
import { fuzz } from '../helpers/fuzz'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    frames: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
})

async function main(): Promise<void> {
  const seed = Number(values.seed)
  const began = performance.now()
  const report = await fuzz(Number(values.frames), seed)
  const { faults, ...figures } = report
  const whole = { ...figures, polluted: Object.hasOwn(Object.prototype, 'polluted') ? 1 : 0, seed }
  const heapMb = Math.round(process.memoryUsage().heapUsed / 2 ** 20)
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  const result = { ...whole, heapMb, seconds: Math.round((performance.now() - began) / 1000) }
  const lines = Object.entries(result).map(([name, value]) => `${name.padEnd(18)} ${value}`)
  process.stdout.write(`${values.json ? JSON.stringify(result) : lines.join('\n')}\n`)
  const good = report.thrown === 0 && report.broken === 0 && report.counted === report.dropped
  process.exitCode = good && whole.polluted === 0 ? 0 : 1
}

void main()
