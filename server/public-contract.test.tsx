// Every name of the public contract, used as an application uses it: by package name. tsc checks the types, Vitest that they are there.
import * as livetsx from "livetsx"
import {
  After,
  Append,
  Attributes,
  Before,
  byId,
  catalogs,
  type Children,
  type Context,
  createLiveView,
  Dispatch,
  field,
  FieldError,
  Flash,
  Focus,
  handler,
  layout,
  Link,
  type Middleware,
  notFound,
  on,
  Optimistic,
  page,
  Prepend,
  redirect,
  refuse,
  Remove,
  Replace,
  rerender,
  ScrollTo,
  type SessionData,
  state,
  Title,
  trustedHtml,
  Update,
  Upload,
  Url,
  Visit,
} from "livetsx"
import * as client from "livetsx/client"
import * as testing from "livetsx/testing"
import plugin from "livetsx/vite"
import { expect, expectTypeOf, it } from "vitest"
import { z } from "zod"

const cart = state("cart", ({ params, query, session, lang }) => ({
  count: 0,
  of: params.of ?? query.of?.toString() ?? Object.keys(session)[0] ?? lang,
}))

const everything = handler(
  "contract:everything",
  {
    data: z.object({ by: z.coerce.number<number>() }),
    form: z.object({ email: z.email(), tags: z.array(z.string()), file: z.instanceof(Upload).optional() }),
    state: cart,
    invalid: ({ errors, form, data }) => [
      errors[""]?.join(),
      errors.email?.length && <p id="error">{Object.keys({ ...form, ...data })}</p>,
    ],
    idempotent: true,
    timeout: 5_000,
    limit: { events: 5, seconds: 1 },
  },
  async (context) => {
    const { data, form, lang, room, state, session, request, eventId, signal, trigger, send, broadcast, to, join, leave, background, t } =
      context
    expectTypeOf(data).toEqualTypeOf<{ by: number }>()
    expectTypeOf(form.tags).toEqualTypeOf<string[]>()
    expectTypeOf([context.function, lang, room, eventId, trigger, request.ip, request.url]).toEqualTypeOf<string[]>()
    expectTypeOf(request.headers["user-agent"]).toEqualTypeOf<string | undefined>()
    expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
    state.count += data.by
    expectTypeOf(session).toEqualTypeOf<SessionData>()
    expectTypeOf(t("name", { of: state.of })).toEqualTypeOf<string>()
    await send({ target: "#a", html: <p>a</p>, append: true, remove: false, url: "/", title: "A", scroll: "#a", scrollTop: true })
    await broadcast(<Flash kind="info">Hello</Flash>)
    await join("lobby")
    await to("lobby").send(<Remove target={byId("a")} />)
    await leave("lobby")
    background(async ({ send, broadcast, to, signal }) => {
      if (signal.aborted) return
      await send(<p id="a" />)
      await broadcast("x")
      await to("lobby").send([])
    })
    await form.file?.moveTo(`/tmp/${form.file.name}${form.file.type}${form.file.size}${form.file.path}`)
    if (state.count > 9) throw refuse("Too many", { field: "email" })
    if (state.count > 8) return rerender()
    return state.count > 7 ? redirect("/") : <AllPatches />
  },
)

function AllPatches() {
  return (
    <>
      <Update target="#a" url="/a" title="A" scroll="#a" scrollTop all>
        a
      </Update>
      <Replace target="#a">
        <p />
      </Replace>
      <Append target="#a" removeAfter={5_000}>
        a
      </Append>
      <Prepend target="#a">a</Prepend>
      <Before target="#a">a</Before>
      <After target="#a">a</After>
      <Remove target="#a" all />
      <Attributes target="#a" set={{ title: "a", hidden: true }} unset={["lang"]} />
      <Url href="/a" replace />
      <Visit url="/a" replace />
      <Title>A</Title>
      <ScrollTo target="#a" top />
      <Focus target="#a" />
      <Dispatch event="app:done" detail={{ a: 1 }} target="#a" />
      <Flash kind="success">Done</Flash>
    </>
  )
}

const plain = handler("contract:plain", async function* ({ data, form }) {
  expectTypeOf(data).toEqualTypeOf<Record<string, unknown>>()
  expectTypeOf(form).toEqualTypeOf<Record<string, unknown>>()
  yield <p id="a">one</p>
})
const concurrent = handler("contract:concurrent", { concurrent: true }, () => undefined)

const shell = layout(({ children, title, lang, room, head, nonce }) => (
  <html lang={lang} data-room={room}>
    <head>
      <title>{title}</title>
      {head}
      <style nonce={nonce}>{"p { margin: 0 }"}</style>
    </head>
    <body data-controller="page">{children}</body>
  </html>
))

const whole = page("/contract/:of", {
  title: ({ t, params }) => t("title", params),
  state: cart,
  rooms: ({ params }) => [`of:${params.of}`],
  layout: shell,
  render: async ({ params, query, lang, session, state, request, t, nonce }) => {
    if (!params.of) return notFound()
    if (query.away) return redirect("/")
    return <Form title={`${lang}${Object.keys(session)}${state.count}${request.url}${t("a")}${nonce}`} />
  },
})
const short = page("/contract", () => <p>short</p>)

async function Form({ title }: { title: string }): Promise<Children> {
  return (
    <form
      {...on("submit", everything, { by: 1 }, { debounce: 1, throttle: 1, confirm: "Sure?", disableWith: "…", threshold: 1, sync: "drop" })}
      data-liveview-recover="ignore"
    >
      <h1 data-liveview-permanent>{title}</h1>
      <Link href="/contract">Short</Link>
      <input {...field(everything, "email")} data-liveview-overwrite />
      <select {...field(everything, "tags")} />
      <FieldError of={everything} name="email" errors={["No"]} />
      <b
        {...on({
          input: plain,
          blur: [everything, { by: 1 }],
          "key:ctrl+s": plain,
          away: plain,
          appear: plain,
          disappear: plain,
          init: concurrent,
        })}
      />
      <a
        href="/"
        data-liveview-visit
        data-liveview-prefetch
        data-liveview-transition
        dangerouslySetInnerHTML={trustedHtml("<b>bold</b>")}
      />
      <button type="button" data-liveview-function="contract:plain" data-data-by="1" data-action="click->page#run">
        <Optimistic>
          <p id="a">…</p>
        </Optimistic>
      </button>
      {/* @ts-expect-error data is required */}
      <button type="button" {...on("click", everything)} />
      {/* @ts-expect-error data is wrong */}
      <button type="button" {...on("click", everything, { by: "one" })} />
      {/* @ts-expect-error the form has no such field */}
      <input {...field(everything, "e-mail")} />
      {/* @ts-expect-error the form has no such field */}
      <FieldError of={everything} name="e-mail" />
    </form>
  )
}

const middleware: Middleware = async (context: Context, next) => {
  if (context.function === "forbidden") return undefined
  return next()
}

it("compiles, and its parts are what an application registers", () => {
  expect([everything.kind, plain.kind, concurrent.kind, whole.kind, short.kind, shell.kind, typeof Form]).toEqual([
    "handler",
    "handler",
    "handler",
    "page",
    "page",
    "layout",
    "function",
  ])
  expect(typeof middleware).toBe("function")
})

it("exports what is not used above", () => {
  expect(livetsx).toHaveProperty("createElement")
  expect(client).toMatchObject({ start: expect.any(Function), Controller: expect.any(Function) })
  expect(testing).toMatchObject({ testApp: expect.any(Function), openPage: expect.any(Function) })
  expect(plugin()).toBeDefined()
})

it("has every member of a live view and of its registry", async () => {
  const live = createLiveView({
    port: 0,
    host: "127.0.0.1",
    secret: "a secret of this test alone, 32 characters or more",
    origins: ["https://example.com"],
    trustProxy: 1,
    path: "/socket.io/",
    dataDir: "test-results/contract",
    languages: ["en", "es"],
    translate: catalogs({ en: { a: "a" }, es: { a: "á" } }),
    presence: () => ({}),
    session: {},
    reconnection: { delay: 100 },
    limits: { page: { perSecond: 20, burst: 40 } },
  })
  live.use(middleware)
  live.registry.use(middleware)
  live.registry.add(plain)
  expect([live.registry.get("contract:plain"), live.registry.has("contract:plain"), live.registry.list()]).toEqual([
    plain,
    true,
    ["contract:plain"],
  ])
  expect(live.registry.unregister("contract:plain")).toBe(plain)
  live.registry.clear()
  expect([
    typeof live.express,
    typeof live.io,
    typeof live.broadcast,
    typeof live.to("lobby").send,
    typeof live.presence("lobby").list,
  ]).toEqual(["function", "object", "function", "function", "function"])
  const { port } = await live.listen(0)
  expect(port).toBeGreaterThan(0)
  await live.close()
})
