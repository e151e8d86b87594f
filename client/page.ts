import type { Heads, Instruction, PageConfig, Patch, Refusal, Reply } from "../server/protocol.ts"
import { createAddress } from "./address.ts"
import type { Address } from "./address.ts"
import { clock } from "./clock.ts"
import type { Comforts } from "./comforts.ts"
import type { Connect, Connection } from "./connection.ts"
import { dispatch } from "./dom-events.ts"
import { listenToInputs } from "./early.ts"
import type { Inputs } from "./early.ts"
import { createEventQueue } from "./event-queue.ts"
import type { EventQueue } from "./event-queue.ts"
import { createIdentity } from "./identity.ts"
import type { Identity } from "./identity.ts"
import { lazy } from "./lazy.ts"
import type { Lazy } from "./lazy.ts"
import { navigate } from "./navigate.ts"
import type { Navigation } from "./navigation.ts"
import { applyPatches, isAboutPage, isDifference, registerActions } from "./patch-actions.ts"
import type { RefreshOptions } from "./refresh.ts"
import { createRoomStream } from "./room-stream.ts"
import type { RoomStream } from "./room-stream.ts"
import { createRuns } from "./runs.ts"
import type { Answered, Cause, Runs } from "./runs.ts"
import type { StartOptions } from "./start.ts"
import type { UploadReferences } from "./upload-attach.ts"
import { carriedInputs } from "./upload-inputs.ts"
import type { Uploads } from "./upload.ts"

/** The parts of the page that others are made of. */
export interface Page {
  options: StartOptions
  identity: Identity
  address: Address
  queue: EventQueue
  stream: RoomStream
  runs: Runs
  connection: Connection
  inputs: Inputs
  comforts: Lazy<Comforts>
  navigation: Lazy<Navigation>
  uploads: Lazy<Uploads>
  /** Patches that come from the server: the one door behind acknowledgement and push. */
  arrive(patches: Patch[], answered?: Answered): void
  fail(refusal: Refusal, element: Element, handler: string): void
  /** While an event has no answer: the `moment()` up to which the server may know what was written. */
  since(): number | undefined
  /** Changes the page while nothing is marked as busy, and nothing shown that is only expected. */
  undisturbed(change: () => void): void
  refresh(options?: RefreshOptions): void
  /** Asks the person; true: yes. */
  ask(question: string): boolean | Promise<boolean>
  text(key: string): string | undefined
}

/** Puts the parts of the page together, and connects it. */
export function createPage(config: PageConfig, token: string, options: StartOptions, connect: Connect): Page {
  const identity = createIdentity(config, token)
  const address = createAddress(identity)
  const comforts = lazy(() => import("./comforts.ts").then((part) => part.createComforts(page)))
  const navigation = lazy(() => import("./navigation.ts").then((part) => part.createNavigation(page)))
  const queue = createEventQueue(send, identity.stamp, clock)
  const stream = createRoomStream(
    config.heads,
    {
      apply: (patches, room) => arrive(patches, room ? undefined : underWay.at(-1)),
      resume: (...args) => page.connection.resume(...args),
      refresh,
    },
    clock,
  )
  const uploads = lazy(() => import("./upload.ts").then((part) => part.createUploads(page)))
  const runs = createRuns({ queue, comforts, attach, confirm: ask, sent, replied })
  let connectedBefore = false
  /** What a handler sends to its own page while it runs answers its event as well: that which was sent last, where there are several. */
  let underWay: Answered[] = []
  const since = () => underWay[0]?.since
  /** The documents that answers were asked for from. */
  const askedFrom = new WeakMap<object, string>()

  function send(...[message, timeout, answered]: Parameters<Connection["send"]>): void {
    const { shown } = identity.config
    page.connection.send(message, timeout, (reply) => {
      if (reply) askedFrom.set(reply, shown)
      answered(reply)
    })
  }

  function attach(cause: Cause, send: (uploads?: UploadReferences) => void, unsent: () => void): void {
    const lost = () => {
      unsent()
      fail({ code: "offline_expired" }, cause.element, "")
    }
    if (carriedInputs(cause).length) comforts((loaded) => loaded.attach(cause, send, unsent, lost), lost)
    else send()
  }

  function ask(question: string): boolean | Promise<boolean> {
    return options.confirm ? options.confirm(question) : confirm(question)
  }

  function sent(answered: Answered): void {
    underWay.push(answered)
  }

  function replied(reply: Reply, answered: Answered): void {
    underWay = underWay.filter((other) => other !== answered)
    const { form, since, sends } = answered
    comforts(({ notices, dirty }) => {
      notices.answered(form)
      if (form && sends && Array.isArray(reply)) dirty.saved(form, since)
    })
    if (!Array.isArray(reply)) {
      answered.undo()
      return fail(reply, answered.element, answered.function, answered.again)
    }
    stream.whenComplete(() => {
      // Nothing was shown: the server does not count it.
      if (!reply.length) return answered.undo()
      if (askedFrom.get(reply) === identity.config.shown || !reply.some(isDifference)) return arrive(reply, answered, answered.undo)
      // The difference to a document that was rendered anew since: only what is not about its content still fits.
      answered.undo()
      applyPatches(reply.filter(isAboutPage), { source: "reply", element: answered.element })
      refresh()
    })
  }

  function arrive(patches: Patch[], answered?: Answered, first = () => {}): void {
    undisturbed(() => {
      first()
      const form = answered?.sends ? answered.form : null
      const { missing, lost } = applyPatches(patches, {
        source: answered ? "reply" : "room",
        element: answered?.element,
        form,
        since: answered?.since ?? since(),
      })
      identity.applied(lost)
      if (answered && missing.length) miss(missing, answered)
    })
  }

  function undisturbed(change: () => void): void {
    const { loaded } = comforts
    if (loaded) loaded.busy.without(() => loaded.optimistic.without(change))
    else change()
  }

  function miss(missing: string[], { element, function: handler }: Answered): void {
    console.error(`A patch of handler "${handler}" expected ${missing.join(", ")} on the page, found nothing.`)
    fail({ code: "missing_target" }, element, handler)
  }

  function fail(refusal: Refusal, element: Element, handler: string, again?: () => void): void {
    const { code, message, reference } = refusal
    dispatch(element, "liveview:error", { code, message, reference, function: handler })
    comforts(({ notices }) => notices.failed(refusal, element, again))
  }

  /** Nothing is sent from now on until the page is shown anew. */
  function refresh(refreshOptions?: RefreshOptions): void {
    queue.pause()
    navigate(page, (part) => part.refresh(refreshOptions))
  }

  function connected(heads: Heads, recovered: boolean): void {
    if (recovered) stream.announced(heads)
    else refresh()
    queue.connected()
    dispatch(document, connectedBefore ? "liveview:reconnect" : "liveview:connect", { recovered })
    connectedBefore = true
    comforts(({ notices }) => notices.connectionChanged(true))
  }

  registerActions({
    url: (href, replace) => {
      address.show(href, replace)
      // For Back.
      navigation(() => {})
    },
    visit: (url, replace, load) => navigation((part) => part.visit(url, { replace, load })),
    flash: (kind, html) => comforts(({ notices }) => notices.flash(kind, html)),
    refresh: () => refresh({ wanted: true }),
  })

  const page: Page = {
    options,
    identity,
    address,
    queue,
    stream,
    runs,
    inputs: listenToInputs(),
    comforts,
    navigation,
    uploads,
    arrive,
    fail,
    since,
    undisturbed,
    refresh,
    ask,
    text: (key) => options.texts?.[key] ?? identity.config.texts[key],
    connection: connect(
      { path: config.path, transports: config.transports, reconnection: { ...config.reconnection, ...options.reconnection } },
      {
        auth: () => identity.auth(stream.heads()),
        connected,
        disconnected: () => {
          queue.disconnected()
          stream.disconnected()
          dispatch(document, "liveview:disconnect", {})
          comforts(({ notices }) => notices.connectionChanged(false))
        },
        leaving: () => {
          comforts.loaded?.timing.flush()
          queue.leave()
        },
        announced: stream.announced,
        pushed: stream.pushed,
        instructed: (instruction) => instructions[instruction](page),
        refused: () => new Promise((resolve) => navigate(page, (part) => part.refresh({ newRoom: true }).then(resolve))),
      },
    ),
  }
  comforts(() => {})
  return page
}

const instructions: Record<Instruction, (page: Page) => void> = {
  refresh: ({ refresh }) => refresh({ wanted: true }),
  reload: ({ navigation }) => navigation((part) => part.reload()),
  move: ({ connection }) => connection.reconnect(),
}
