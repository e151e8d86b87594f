import { afterEach, describe, expect, it } from "vitest"

import { After, Append, Before, Prepend, Remove, Replace, ScrollTo, Title, Update, Url } from "../patches/elements.ts"
import { layout } from "../pages/layout.tsx"
import { page } from "../pages/page.ts"
import { catalogs } from "../languages/catalogs.ts"
import { openPage, testApp, type TestApp, type TestAppOptions, type TestPage } from "../testing/index.ts"
import { handler, type Handler } from "./handler.ts"
import type { Context } from "./context.ts"
import { on } from "./on.ts"
import type { Children } from "../jsx/jsx-runtime.ts"

let live: TestApp
afterEach(() => live.close())

/** Handlers and one page, in an application of their own. */
async function open(exports: Record<string, unknown>, markup: () => Children, options: TestAppOptions = {}): Promise<TestPage> {
  const modules = { "components/seed.tsx": { ...exports, seedPage: page("/", markup) } }
  live = await testApp({ modules, printLog: false, ...options })
  return openPage(live, "/")
}

/** What the seed writes by hand. */
function run(name: string, event = "click"): Record<string, string> {
  return { "data-liveview-function": name, "data-action": `${event}->page#run` }
}

async function click(on: TestPage, wanted: string): Promise<void> {
  await on.click(wanted)
  await on.settled()
}

describe("1. handler registration", () => {
  it("calls a handler by name with the function, data, form, language and room", async () => {
    let got: Partial<Context> = {}
    const myFunction = handler("my_function", (context) => {
      got = context
    })
    const opened = await open({ myFunction }, () => (
      <form>
        <input name="name" value="Ada" />
        <button type="button" {...run("my_function")} data-data-of="x">
          Go
        </button>
      </form>
    ))
    await click(opened, "Go")
    expect(got).toMatchObject({ function: "my_function", data: { of: "x" }, form: { name: "Ada" }, lang: "en", trigger: "click" })
    expect(opened.document.documentElement.dataset.room?.startsWith(`${got.room}.`)).toBe(true)
  })

  it("finds handlers in modules and says so", async () => {
    await open({ one: handler("one", () => undefined), two: handler("two", () => undefined) }, () => <p />)
    expect(live.report.lines).toEqual(["✓ components/seed.tsx  2 handlers, 1 page"])
    expect(live.live.registry.list()).toEqual(["one", "two"])
  })
})

describe("2. send()", () => {
  const markup = () => (
    <main>
      <div id="content">
        <p>Old</p>
      </div>
      <ul id="items">
        <li id="item-1">1</li>
      </ul>
      <button type="button" {...run("go")}>
        Go
      </button>
    </main>
  )
  const plain = (patch: Parameters<Context["send"]>[0]) => handler("go", ({ send }) => send(patch))

  it.each<[string, Handler, (page: TestPage) => void]>([
    [
      "puts content in the place of content",
      plain({ target: "#content", html: <p>New</p> }),
      (page) => expect(page.html("#content")).toBe("<p>New</p>"),
    ],
    [
      "appends",
      plain({ target: "#items", html: <li id="item-2">2</li>, append: true }),
      (page) => expect(page.texts("li")).toEqual(["1", "2"]),
    ],
    ["removes", plain({ target: "#item-1", remove: true }), (page) => expect(page.count("li")).toBe(0)],
    [
      "writes address and title",
      plain({ target: "#content", html: <p>New</p>, url: "/new-page/", title: "New Page" }),
      (page) => expect([page.url, page.title, page.text("#content")]).toEqual(["/new-page/", "New Page", "New"]),
    ],
  ])("%s with a plain object", async (_what, go, check) => {
    const opened = await open({ go }, markup)
    await click(opened, "Go")
    check(opened)
    expect([opened.errors, opened.consoleErrors]).toEqual([[], []])
  })

  it("does the same, and more, with patch elements", async () => {
    const go = handler("go", () => [
      <Update target="#content">
        <p>New</p>
      </Update>,
      <Append target="#items">
        <li id="item-3">3</li>
      </Append>,
      <Prepend target="#items">
        <li id="item-0">0</li>
      </Prepend>,
      <Before target="#item-3">
        <li id="item-2">2</li>
      </Before>,
      <After target="#item-3">
        <li id="item-4">4</li>
      </After>,
      <Replace target="#item-0">
        <li id="zero">zero</li>
      </Replace>,
      <Remove target="#item-1" />,
      <Url href="/new" />,
      <Title>New Page</Title>,
    ])
    const opened = await open({ go }, markup)
    await click(opened, "Go")
    expect([opened.text("#content"), opened.texts("li"), opened.url, opened.title]).toEqual([
      "New",
      ["zero", "2", "3", "4"],
      "/new",
      "New Page",
    ])
    await opened.back()
    await opened.settled()
    expect([opened.url, opened.texts("li")]).toEqual(["/", ["1"]])
  })

  it("scrolls to an element, and to the top", async () => {
    const go = handler("go", () => <ScrollTo target="#items" />)
    const opened = await open({ go }, markup)
    const scrolled: string[] = []
    opened.window.Element.prototype.scrollIntoView = function (this: Element) {
      scrolled.push(this.id)
    }
    await click(opened, "Go")
    expect(scrolled).toEqual(["items"])
  })
})

describe("3. forms", () => {
  const submit = handler("submit_contact", ({ form }) => {
    if (typeof form.email !== "string" || !form.email.includes("@")) return <p id="result">{`${form.email} is wrong`}</p>
    return { target: "#contact", html: <p>Thank you!</p> }
  })
  const validate = handler("validate_field", ({ data, form }) => ({
    target: `#error-${data.field}`,
    html: String(form.email).includes("@") ? <span class="success">✓</span> : <span class="error">Invalid email address</span>,
  }))
  const markup = () => (
    <div id="contact">
      <form>
        <input type="text" name="email" {...run("validate_field", "blur")} data-data-field="email" />
        <span id="error-email" />
        <p id="result" />
        <button type="button" {...run("submit_contact")}>
          Submit
        </button>
      </form>
    </div>
  )

  it("gives the handler what was typed, and shows what it answers", async () => {
    const opened = await open({ submit, validate }, markup)
    await opened.fill("[name=email]", "ada")
    await click(opened, "Submit")
    expect([opened.text("#result"), opened.value("[name=email]")]).toEqual(["ada is wrong", "ada"])
    await opened.fill("[name=email]", "ada@example.com")
    await click(opened, "Submit")
    expect(opened.text("#contact")).toBe("Thank you!")
  })

  it("validates a field when it is left", async () => {
    const opened = await open({ submit, validate }, markup)
    await opened.fill("[name=email]", "ada")
    expect(opened.text("#error-email")).toBe("")
    await opened.blur()
    await opened.settled()
    expect(opened.html("#error-email")).toBe('<span class="error">Invalid email address</span>')
  })
})

describe("4. custom data attributes", () => {
  it("spells kebab-case in camelCase, without the prefix", async () => {
    let got: unknown
    const openModal = handler("open_modal", ({ data }) => {
      got = data
    })
    const opened = await open({ openModal }, () => (
      <main>
        <button type="button" {...run("open_modal")} data-data-modal-id="123" data-data-user-id="456" data-data-modal-type="confirmation">
          By hand
        </button>
        <button type="button" {...on("click", openModal, { modalId: 123, open: true, tags: ["a"] })}>
          With on
        </button>
      </main>
    ))
    await click(opened, "By hand")
    expect(got).toEqual({ modalId: "123", userId: "456", modalType: "confirmation" })
    await click(opened, "With on")
    expect(got).toEqual({ modalId: 123, open: true, tags: ["a"] })
  })
})

describe("5. broadcast", () => {
  const markup = () => (
    <main>
      <div id="notifications" />
      <button type="button" {...run("notify")}>
        Notify
      </button>
    </main>
  )

  it("reaches every page, the sender's too, once", async () => {
    const notify = handler("notify", ({ broadcast }) => broadcast({ target: "#notifications", html: <p>News</p>, append: true }))
    const mine = await open({ notify }, markup)
    const theirs = await openPage(live, "/")
    await click(mine, "Notify")
    await theirs.settled()
    expect([mine.texts("p"), theirs.texts("p")]).toEqual([["News"], ["News"]])
  })

  it("comes from the background, and is taken away again after a time", async () => {
    const notify = handler("notify", ({ background }) => {
      background(({ broadcast }) =>
        broadcast(
          <Append target="#notifications" removeAfter={5_000}>
            <p id="n-1">News</p>
          </Append>,
        ),
      )
    })
    const mine = await open({ notify }, markup, { clock: "held" })
    const theirs = await openPage(live, "/")
    await mine.click("Notify")
    await theirs.waitFor(() => theirs.exists("#n-1"))
    await live.clock.advance(4_999)
    expect(theirs.exists("#n-1")).toBe(true)
    await live.clock.advance(1)
    expect([mine.exists("#n-1"), theirs.exists("#n-1")]).toEqual([false, false])
  })
})

describe("6. infinite scroll", () => {
  const Trigger = ({ next }: { next: number }) => (
    <div id="more">
      {next <= 3 && (
        <div data-liveview-intersect-appear="load_more" data-data-page={next} data-liveview-intersect-threshold="200" class="trigger" />
      )}
    </div>
  )
  const loadMore = handler("load_more", ({ data }) => [
    <Append target="#list">
      <li id={`page-${data.page}`}>{String(data.page)}</li>
    </Append>,
    <Trigger next={Number(data.page) + 1} />,
  ])

  it("loads the next page when its trigger appears, until there is none", async () => {
    const opened = await open({ loadMore }, () => (
      <main>
        <ul id="list" />
        <Trigger next={1} />
      </main>
    ))
    await opened.settled()
    expect(opened.texts("li")).toEqual([])
    await opened.appear(".trigger")
    await opened.waitFor(() => !opened.exists(".trigger"))
    await opened.settled()
    expect(opened.texts("li")).toEqual(["1", "2", "3"])
  })

  it("does not tell of an element that disappears before it has appeared", async () => {
    const seen: string[] = []
    const gone = handler("gone", ({ trigger }) => void seen.push(trigger))
    const opened = await open({ gone }, () => <div id="watched" data-liveview-intersect-disappear="gone" />)
    await opened.settled()
    await opened.disappear("#watched")
    await opened.settled()
    expect(seen).toEqual([])
    await opened.appear("#watched")
    await opened.disappear("#watched")
    await opened.settled()
    expect(seen).toEqual(["disappear"])
  })
})

describe("7. search while typing", () => {
  const queries: unknown[] = []
  const search = handler("search_articles", ({ form }) => {
    queries.push(form.search)
    return { target: "#results", html: <p>{`Results for ${form.search}`}</p> }
  })

  it("waits until the typing pauses", async () => {
    queries.length = 0
    const opened = await open(
      { search },
      () => (
        <main>
          <input type="search" name="search" {...run("search_articles", "input")} data-liveview-debounce="500" />
          <div id="results" />
        </main>
      ),
      { clock: "held" },
    )
    await opened.type("[name=search]", "live")
    await live.clock.advance(499)
    await opened.settled()
    expect(queries).toEqual([])
    await live.clock.advance(1)
    await opened.settled()
    expect([queries, opened.text("#results"), opened.value("[name=search]")]).toEqual([["live"], "Results for live", "live"])
  })
})

describe("8. focus", () => {
  const Edit = () => (
    <form id="edit">
      <input name="title" value="Old" data-liveview-focus="true" />
      <button type="button">Save</button>
    </form>
  )
  const edit = handler("open_edit_form", () => ({ target: "#form-container", html: <Edit /> }))
  const markup = () => (
    <main>
      <div id="form-container" />
      <input name="other" />
      <button type="button" {...run("open_edit_form")}>
        Edit
      </button>
    </main>
  )

  it("goes to the element that asks for it", async () => {
    const opened = await open({ edit }, markup)
    await click(opened, "Edit")
    expect(opened.focused?.getAttribute("name")).toBe("title")
  })

  it("is not stolen by what somebody else broadcasts", async () => {
    const opened = await open({ edit }, markup)
    await opened.type("[name=other]", "typing")
    await live.live.broadcast({ target: "#form-container", html: <Edit /> })
    await opened.settled()
    expect([opened.exists("[name=title]"), opened.focused?.getAttribute("name")]).toEqual([true, "other"])
  })
})

describe("9. init", () => {
  const begun: unknown[] = []
  const Counter = ({ id }: { id: number }) => (
    <div id={`counter-${id}`} data-liveview-init="init_counter" data-data-counter-id={id} data-data-initial-value="0">
      <span id={`counter-${id}-value`} />
    </div>
  )
  const init = handler("init_counter", ({ data }) => {
    begun.push(data.counterId)
    return { target: `#counter-${data.counterId}-value`, html: data.initialValue as string }
  })
  const add = handler("add", () => (
    <Append target="main">
      <Counter id={2} />
    </Append>
  ))

  it("runs once for each element, also for one that comes later", async () => {
    begun.length = 0
    const opened = await open({ init, add }, () => (
      <main>
        <Counter id={1} />
        <button type="button" {...run("add")}>
          Add
        </button>
      </main>
    ))
    await opened.settled()
    expect([begun, opened.text("#counter-1-value")]).toEqual([["1"], "0"])
    await click(opened, "Add")
    expect([begun, opened.text("#counter-2-value")]).toEqual([["1", "2"], "0"])
  })
})

describe("10. languages", () => {
  const options = { languages: ["en", "es"], translate: catalogs({ en: { hello: "Hello {{name}}" }, es: { hello: "Hola {{name}}" } }) }
  const show = handler("show", ({ t, lang }) => <p id="content">{`${lang}: ${t("hello", { name: "Ada" })}`}</p>)
  const markup = () => (
    <main>
      <p id="content" />
      <button type="button" {...run("show")}>
        Show
      </button>
    </main>
  )

  it("follows the cookie, then what the browser asks for, then the first", async () => {
    const english = await open({ show }, markup, options)
    const spanish = await openPage(live, "/", { cookies: { lang: "es" } })
    const unknown = await openPage(live, "/", { cookies: { lang: "xx" } })
    for (const each of [english, spanish, unknown]) await click(each, "Show")
    expect([english, spanish, unknown].map((each) => each.text("#content"))).toEqual(["en: Hello Ada", "es: Hola Ada", "en: Hello Ada"])
    expect(spanish.document.documentElement.lang).toBe("es")
  })

  it("speaks to each visitor of a broadcast as the sender wrote it, and of its own texts in the page's language", async () => {
    await open({ show: handler("show", () => Promise.reject(new Error("broken"))) }, markup, options)
    const spanish = await openPage(live, "/", { cookies: { lang: "es" } })
    await click(spanish, "Show")
    expect(spanish.errors[0]).toMatchObject({ code: "handler_error" })
    expect(spanish.text("#liveview-notices")).not.toBe("")
  })
})

describe("11. middleware", () => {
  const work = handler("work", ({ session }) => <p id="result">{`done by ${session.user}`}</p>)
  const markup = () => (
    <main>
      <p id="error" />
      <p id="result" />
      <button type="button" {...run("work")}>
        Work
      </button>
    </main>
  )

  it("lets through who is logged in, and answers the others in the handler's place", async () => {
    const seen: string[] = []
    const anonymous = await open({ work }, markup, {
      setUp: (app) => {
        app.use(async (context, next) => {
          seen.push(`first ${context.function}`)
          if (!context.session.user) return { target: "#error", html: <b>You must be logged in</b> }
          return next()
        })
        app.use(async (_context, next) => {
          seen.push("second")
          await next()
        })
      },
    })
    await click(anonymous, "Work")
    expect([anonymous.text("#error"), anonymous.text("#result"), seen]).toEqual(["You must be logged in", "", ["first work"]])
    const ada = await openPage(live, "/", { session: { user: "Ada" } })
    await click(ada, "Work")
    expect([ada.text("#error"), ada.text("#result"), seen]).toEqual(["", "done by Ada", ["first work", "first work", "second"]])
  })
})

describe("12. dialog with an overlay", () => {
  const confirmed: unknown[] = []
  const exports = {
    open: handler("open_dialog", ({ data }) => ({
      target: "#dialog-container",
      html: (
        <div class="overlay" {...run("close_dialog")}>
          <div class="dialog" data-action="click->page#stop">
            <h2>{data.type as string}</h2>
            <button type="button" {...run("confirm_action")} data-data-action-id="123">
              Confirm
            </button>
            <button type="button" {...run("close_dialog")}>
              Cancel
            </button>
          </div>
        </div>
      ),
    })),
    close: handler("close_dialog", () => ({ target: "#dialog-container", html: "" })),
    confirm: handler("confirm_action", async ({ data, send }) => {
      confirmed.push(data.actionId)
      await send({ target: "#dialog-container", html: "" })
      await send({ target: "#message", html: <p>Done</p> })
    }),
  }
  const markup = () => (
    <main>
      <div id="dialog-container" />
      <div id="message" />
      <button type="button" {...run("open_dialog")} data-data-type="confirmation">
        Open
      </button>
    </main>
  )

  it("stays open for clicks inside, and closes by the overlay and by Cancel", async () => {
    const opened = await open(exports, markup)
    for (const way of [".overlay", "Cancel"]) {
      await click(opened, "Open")
      expect(opened.text("h2")).toBe("confirmation")
      await click(opened, "h2")
      expect(opened.exists(".dialog")).toBe(true)
      await click(opened, way)
      expect(opened.exists(".dialog")).toBe(false)
    }
  })

  it("runs the action once, and shows both answers", async () => {
    confirmed.length = 0
    const opened = await open(exports, markup)
    await click(opened, "Open")
    await click(opened, "Confirm")
    expect([confirmed, opened.exists(".dialog"), opened.text("#message")]).toEqual([["123"], false, "Done"])
  })
})

describe("13. work in the background", () => {
  it("answers at once, and tells the page when the work is done, wherever the page is by then", async () => {
    let finish = () => {}
    const sent = new Promise<void>((resolve) => {
      finish = resolve
    })
    const contact = handler("send_contact_message", ({ background }) => {
      background(async ({ send }) => {
        await sent
        await send(
          <Append target="#notifications">
            <p id="n-1">Message sent</p>
          </Append>,
        )
      })
      return { target: "#contact-form", html: "" }
    })
    const opened = await open({ contact }, () => (
      <main>
        <div id="notifications" />
        <div id="contact-form">
          <form>
            <input name="email" />
            <button type="button" {...run("send_contact_message")}>
              Send
            </button>
          </form>
        </div>
      </main>
    ))
    await click(opened, "Send")
    expect([opened.html("#contact-form"), opened.text("#notifications")]).toEqual(["", ""])
    await opened.disconnect()
    finish()
    await opened.reconnect()
    await opened.waitFor(() => opened.text("#notifications") === "Message sent")
    expect(opened.count("#n-1")).toBe(1)
  })

  it("goes on to its end where the page has been closed, and that is no error", async () => {
    let finish = () => {}
    let ended = false
    const closed = new Promise<void>((resolve) => {
      finish = resolve
    })
    const work = handler("work", ({ background }) =>
      background(async ({ send, broadcast }) => {
        await closed
        await send({ target: "body", html: "nobody sees it" })
        await broadcast({ title: "Done" })
        ended = true
      }),
    )
    const show = () => (
      <button type="button" {...run("work")}>
        Send
      </button>
    )
    const opened = await open({ work }, show)
    const other = await openPage(live, "/")
    await click(opened, "Send")
    opened.close()
    finish()
    await other.waitFor(() => other.title === "Done")
    expect(ended).toBe(true)
    expect(live.log.join("")).not.toMatch(/"level":"?(error|50)|"err"/)
  })

  it("logs what fails there, and goes on", async () => {
    const contact = handler("contact", ({ background }) => background(() => Promise.reject(new Error("no mail server"))))
    const opened = await open({ contact }, () => (
      <button type="button" {...run("contact")}>
        Send
      </button>
    ))
    await click(opened, "Send")
    await opened.waitFor(() =>
      live.log.some((line) => line.includes("no mail server") && line.includes('Handler "contact" (components/seed.tsx)')),
    )
    expect(opened.errors).toEqual([])
  })
})

describe("a layout of the author's own", () => {
  it("stands around every page where a module exports it", async () => {
    const own = layout(({ children, head, lang, room, title }) => (
      <html lang={lang} data-room={room}>
        <head>
          <title>{`${title} – mine`}</title>
          {head}
        </head>
        <body data-controller="page">
          <header>Mine</header>
          {children}
        </body>
      </html>
    ))
    const go = handler("go", () => <p id="p">went</p>)
    const opened = await open({ own, go }, () => (
      <p id="p">
        <button type="button" {...run("go")}>
          Go
        </button>
      </p>
    ))
    expect([opened.text("header"), opened.title]).toEqual(["Mine", " – mine".trim()])
    await click(opened, "Go")
    expect([opened.text("header"), opened.text("#p")]).toEqual(["Mine", "went"])
  })
})

declare module "livetsx" {
  interface SessionData {
    user?: string
  }
}
