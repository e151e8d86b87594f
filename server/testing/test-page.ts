import { checkControl, formControl, selectControl, textControl, usable } from "./control.ts"
import { bySelector } from "./find.ts"
import type { PageNetwork } from "./page-network.ts"
import { PageView } from "./page-view.ts"
import { type Modifiers, Person } from "./person.ts"
import { connected, unsettled } from "./settling.ts"
import { patience, waitUntil } from "./wait.ts"

/** A page in a browser of its own: the real client in a simulated document, against the real server. */
export class TestPage extends PageView {
  #person: { window: Window; person: Person } | undefined

  /** Clicks the first element that the selector matches or, where none does, the one that shows this text. */
  async click(wanted: string, modifiers: Modifiers = {}): Promise<void> {
    const element = usable(this.find(wanted), wanted)
    await this.#acting((person) => person.click(element, modifiers))
  }

  /** Puts a text in the place of what a field holds. */
  async fill(selector: string, text: string): Promise<void> {
    const control = usable(textControl(this.tab.window, this.find(selector), selector), selector)
    await this.#acting((person) => person.fill(control, text))
  }

  /** Types at the end of a field, key by key. */
  async type(selector: string, text: string): Promise<void> {
    const control = usable(textControl(this.tab.window, this.find(selector), selector), selector)
    await this.#acting((person) => person.type(control, text))
  }

  /** Ticks a checkbox or a radio button; with false, takes the tick away. */
  async check(selector: string, checked = true): Promise<void> {
    const control = usable(checkControl(this.tab.window, this.find(selector), selector), selector)
    if (control.checked !== checked) await this.#acting((person) => person.click(control))
  }

  /** Chooses the options with these values. */
  async select(selector: string, ...values: string[]): Promise<void> {
    const control = usable(selectControl(this.tab.window, this.find(selector), selector), selector)
    const known = [...control.options].map(({ value }) => value)
    const unknown = values.find((value) => !known.includes(value))
    if (unknown !== undefined)
      throw new Error(`select(${JSON.stringify(selector)}) expected one of ${known.join(", ")}, got ${JSON.stringify(unknown)}.`)
    await this.#acting((person) => person.choose(control, values))
  }

  /** Sends a form as its first submit button does, or by itself where it has none. */
  async submit(selector: string): Promise<void> {
    const form = formControl(this.tab.window, this.find(selector), selector)
    const button = [...form.elements].find((control) => control.matches("button:not([type=button],[type=reset]),input[type=submit]"))
    const submitter = button instanceof this.tab.window.HTMLElement ? usable(button, selector) : undefined
    await this.#acting((person) => (submitter ? person.click(submitter) : form.requestSubmit()))
  }

  /** Presses a key, such as "Enter", "a" or "ctrl+s", where the focus is. */
  async press(key: string): Promise<void> {
    await this.#acting((person) => person.press(key))
  }

  /** Gives an element the focus. */
  async focus(selector: string): Promise<void> {
    const element = this.find(selector)
    await this.#acting((person) => person.focus(element))
  }

  /** Takes the focus from what has it. */
  async blur(): Promise<void> {
    await this.#acting((person) => person.blur())
  }

  /** Brings what the selector matches into view; nothing of a simulated document is in view by itself. */
  async appear(selector: string): Promise<void> {
    this.find(selector)
    await this.#acting(() => this.tab.viewport.appear(bySelector(this.tab.window, selector)))
  }

  /** Takes what the selector matches out of view. */
  async disappear(selector: string): Promise<void> {
    this.find(selector)
    await this.#acting(() => this.tab.viewport.disappear(bySelector(this.tab.window, selector)))
  }

  /** Brings what the selector matches into view, and everything else out of it. */
  async scrollTo(selector: string): Promise<void> {
    this.find(selector)
    await this.#acting(() => this.tab.viewport.show(bySelector(this.tab.window, selector)))
  }

  /** Faults of the connection. */
  get network(): PageNetwork {
    return this.tab.wire
  }

  /** How `data-liveview-confirm` is answered; always yes where nobody says. */
  set confirm(answer: (message: string) => boolean) {
    this.tab.confirm = answer
  }

  /**
   * Resolves when no event is queued, delayed or in flight, no document is being loaded, and all that the server had sent to the page has come;
   * rejects, and says what it waited for, when that takes too long or the page is cut off.
   */
  async settled(options: { timeout?: number } = {}): Promise<void> {
    const { timeout = patience } = options
    if (this.tab.network.cut) throw new Error(`The page ${this.url} is cut off and cannot settle. Expected reconnect() before settled().`)
    const left = await waitUntil(() => unsettled(this.tab), timeout)
    if (left !== undefined) throw new Error(`The page ${this.url} has not settled within ${timeout} ms. Still waiting for ${left}.`)
  }

  /** Resolves when the condition holds: gives something true, or does not throw. */
  async waitFor(condition: () => unknown, options: { timeout?: number } = {}): Promise<void> {
    const { timeout = patience } = options
    let thrown: unknown
    const left = await waitUntil(async () => {
      try {
        thrown = undefined
        return (await condition()) === false ? "the condition" : undefined
      } catch (error) {
        thrown = error
        return "the condition"
      }
    }, timeout)
    if (left === undefined) return
    if (thrown !== undefined) throw thrown
    throw new Error(`The page ${this.url} did not come to the condition within ${timeout} ms: ${condition}. The page reads: ${this.text()}`)
  }

  /** Cuts the page off from the server; it stays so until `reconnect()`. Resolves when the page has noticed. */
  async disconnect(): Promise<void> {
    this.tab.network.sever()
    await waitUntil(() => (this.connected ? "the connection to break" : undefined), patience)
  }

  /** Ends what `disconnect()` began, and resolves when the page is connected. With a server, the page finds that one from now on. */
  async reconnect(server?: { url: string }): Promise<void> {
    if (server) this.tab.network.leadTo(server.url)
    this.tab.network.restore()
    await this.tab.loading
    // A browser tells that the network is back, so that the page does not wait for its next attempt; one that is just failing does not hear it.
    await connected(this.tab, () => this.tab.window.dispatchEvent(new this.tab.window.Event("online")))
  }

  /** Goes to an address as by the address bar: with a full load. */
  async visit(path: string): Promise<void> {
    await this.tab.load(path)
    await connected(this.tab)
  }

  /** Loads the page anew. */
  async reload(): Promise<void> {
    await this.tab.load(this.tab.window.location.href, {}, { stay: true })
    await connected(this.tab)
  }

  async back(): Promise<void> {
    await this.tab.traverse(-1)
  }

  async forward(): Promise<void> {
    await this.tab.traverse(1)
  }

  /** Throws the visitor's cookies away, as a browser does with those of a session when it is closed. */
  async forgetCookies(): Promise<void> {
    await this.tab.visitor.cookies.removeAllCookies()
  }

  /** Closes the tab. */
  close(): void {
    this.tab.close()
  }

  /** Does what a person does, and waits for a document that it may have led to. */
  async #acting(act: (person: Person) => void): Promise<void> {
    const { window } = this.tab
    if (this.#person?.window !== window) this.#person = { window, person: new Person(window) }
    act(this.#person.person)
    await new Promise((resolve) => setImmediate(resolve))
    if (this.tab.loading) await connected(this.tab)
  }
}
