import { demoPerson } from '../auth'
import type { Auth } from '../auth'
import type { Hub } from '../hub'
import type { Log } from '../log'
import type { Store } from '../store'
import { Bot } from './bot'
import { Service } from './service'

const group = { id: 'general', title: 'General' }

/** What lets people in without a password, to try things out. */
export class Demo {
  private readonly service: Service
  private readonly bot: Bot | undefined

  /** @param hasBot - whether there is somebody who answers with canned texts, piece by piece */
  constructor(
    private readonly store: Store, private readonly hub: Hub, private readonly auth: Auth, log: Log, hasBot = false,
  ) {
    this.bot = hasBot ? new Bot(store, hub) : undefined
    this.service = new Service(store, hub, () => log('customer service failed', { level: 'warn' }))
  }

  /** Makes what everybody finds. */
  async prepare(): Promise<void> {
    await this.store.ensureGroup(group.id, group.title)
    await this.bot?.start()
  }

  /**
   * Makes a person by name known, and gives them a token.
   * @param language - of a page that somebody looks at: the group is told who comes, and customer service greets
   *   them. Without it a program is let in, of which nobody hears.
   */
  async login(name: string, language?: string) {
    const self = demoPerson(name)
    await this.store.putPerson(self)
    await this.bot?.meet(self.id)
    if (language === undefined) await this.store.join(group.id, self.id)
    else {
      await this.service.greet(self, language)
      const event = await this.store.comeIn(group.id, self)
      if (event) this.hub.wrote(group.id, event)
    }
    return { token: await this.auth.issue(self), self }
  }

  /** Says nothing more to anybody. */
  stop(): void {
    this.service.stop()
    this.bot?.stop()
  }
}
