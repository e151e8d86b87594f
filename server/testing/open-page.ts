import type { SessionData } from "../sessions/session-data.ts"
import { runningClock } from "./browser-clock.ts"
import { openNetwork } from "./network.ts"
import { connected } from "./settling.ts"
import { Tab } from "./tab.ts"
import type { TestApp } from "./test-app.ts"
import { TestPage } from "./test-page.ts"
import { Visitor } from "./visitor.ts"

/** Options of `openPage`. */
export interface OpenPageOptions {
  /** What the visitor's session holds from the start. */
  session?: SessionData
  /** Another page of the same person: its cookies are shared. */
  visitor?: TestPage
  /** Cookies beside those the server gives: `{ lang: "es" }`. */
  cookies?: Record<string, string>
  /** False: the page is loaded, but cut off before it connects, until `reconnect()`. */
  connect?: boolean
}

const visitors = new WeakMap<TestPage, Visitor>()

/** Opens a page of an application, by default for a new visitor, and resolves when it has connected. Also takes `{ url }` of a server in another process. */
export async function openPage(live: TestApp | { url: string }, path: string, options: OpenPageOptions = {}): Promise<TestPage> {
  const { session, visitor: other, cookies = {}, connect = true } = options
  const visitor = other ? sharedVisitor(other) : new Visitor()
  const network = await openNetwork(live.url)
  const tab = new Tab({ network, visitor, clock: "clock" in live ? live.clock : runningClock })
  const page = new TestPage(tab)
  visitors.set(page, visitor)
  if ("onClose" in live) live.onClose(() => page.close())
  try {
    for (const [name, value] of Object.entries(cookies))
      await visitor.cookies.setCookie(`${name}=${encodeURIComponent(value)}; Path=/`, network.origin)
    if (session) await visitor.fetch(network.origin + preparedBy(live, session))
    await tab.load(path, {}, { cutOff: !connect })
    await connected(tab)
  } catch (error) {
    page.close()
    throw error
  }
  return page
}

function sharedVisitor(page: TestPage): Visitor {
  const visitor = visitors.get(page)
  if (!visitor) throw new Error("openPage() expected as its visitor a page that openPage() has opened.")
  return visitor
}

function preparedBy(live: TestApp | { url: string }, session: SessionData): string {
  if ("prepareSession" in live) return live.prepareSession(session)
  throw new Error("openPage() can give a session only with what testApp() returned: the server of another process keeps its own.")
}
