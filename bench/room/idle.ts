/** So many members who say nothing, in a process of its own. Prints a line of JSON when all are there. */
import { login } from '../../tests/helpers/server'
import { dialects, type RoomDialect } from './dialects'
import { countFrames } from './member'

const [name = '', port = '', members = ''] = process.argv.slice(2)
const dialect = dialects[name] as RoomDialect
/** How many come in at once. */
const JOINING = 50

async function main(): Promise<void> {
  let welcomed = 0
  for (let from = 0; from < Number(members); from += JOINING) {
    await Promise.all(Array.from({ length: Math.min(JOINING, Number(members) - from) }, async (_, index) => {
      const token = name === 'uni-chat-kit' ? (await login(Number(port), `member ${from + index}`)).token : ''
      await new Promise<void>((done, fail) => {
        countFrames(Number(port), dialect.path, dialect.hello(token), () => {
          welcomed += 1
          done()
        }).catch(fail)
      })
    }))
  }
  console.log(JSON.stringify({ welcomed }))
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
