import type { Reply } from "../server/protocol.ts"
import type { Binding, Sync } from "./binding.ts"
import type { Comforts } from "./comforts.ts"
import { dispatch } from "./dom-events.ts"
import { formOf, formValues } from "./event-data.ts"
import type { EventQueue } from "./event-queue.ts"
import { moment } from "./fields.ts"
import type { Lazy } from "./lazy.ts"
import type { Timing } from "./timing.ts"
import type { UploadReferences } from "./upload-attach.ts"

/** What made an element call its handler. */
export interface Cause {
  element: Element
  /** `click`, `init`, `key:ctrl+s`, … */
  trigger: string
  submitter?: Element | null
  /** The element's form is sent by it. */
  sends?: boolean
}

/** What a reply answers. */
export interface Answered extends Cause {
  function: string
  form: HTMLFormElement | null
  /** `moment()` when the values were read. */
  since: number
  /** Takes back what was shown in expectation of the answer. */
  undo(): void
  /** The same once more, with the values of then. */
  again(): void
}

export interface RunsOptions {
  queue: EventQueue
  comforts: Lazy<Comforts>
  /** Calls `send` once the event's files have arrived, or `unsent`. */
  attach(cause: Cause, send: (uploads?: UploadReferences) => void, unsent: () => void): void
  confirm(message: string): boolean | Promise<boolean>
  /** Its event is under way from now on. */
  sent(answered: Answered): void
  replied(reply: Reply, answered: Answered): void
}

export interface Runs {
  run(cause: Cause, binding: Binding): void
}

/** What a further run does while one is in flight, where the author does not say. */
const usualSync: Record<string, Sync> = { click: "drop", submit: "drop", input: "replace", change: "replace" }

/** From a trigger to its event: throttle, debounce, confirmation, one in flight, and the values at that moment. */
export function createRuns({ queue, comforts, attach, confirm, sent, replied }: RunsOptions): Runs {
  const flights = new WeakMap<Element, Record<string, Flight>>()
  /** Debounced and throttled events for which that is still being loaded. */
  let untimed = 0

  function run(cause: Cause, binding: Binding): void {
    const { throttle, debounce } = binding.options
    if (!throttle && !debounce) return ask(cause, binding)
    untimed++
    const timed = (timing?: Timing) => {
      untimed--
      if (throttle && timing?.throttle(cause.element, cause.trigger, throttle) === false) return
      if (debounce && timing) timing.debounce(cause.element, cause.trigger, debounce, () => ask(cause, binding))
      else ask(cause, binding)
    }
    comforts(({ timing }) => timed(timing), timed)
  }

  function ask(cause: Cause, binding: Binding): void {
    const answer = binding.options.confirm ? confirm(binding.options.confirm) : true
    if (answer === true) begin(cause, binding)
    else if (answer) answer.then((yes) => yes && begin(cause, binding), console.error)
  }

  function begin(cause: Cause, binding: Binding): void {
    const { element, trigger } = cause
    const again = () => begin(cause, binding)
    // What was typed before is sent before.
    if (untimed) return comforts(again, again)
    const flight = flightOf(element, trigger)
    const sync = binding.options.sync ?? usualSync[trigger] ?? (trigger.startsWith("key") ? "drop" : "queue")
    const next = () => send(cause, binding, flight)
    if (!flight.count || sync === "queue") next()
    else if (sync === "replace") comforts(({ timing }) => timing.wait(cause, binding, flight, next), next)
  }

  function flightOf(element: Element, trigger: string): Flight {
    const own = flights.get(element) ?? {}
    flights.set(element, own)
    own[trigger] ??= { count: 0 }
    return own[trigger]
  }

  function send(cause: Cause, binding: Binding, flight: Flight): void {
    const { element, trigger, submitter, sends = false } = cause
    const form = formOf(element)
    comforts.loaded?.timing.flush((other) => (form ? formOf(other) === form : other === element))
    if (trigger === "submit" && element.hasAttribute("data-liveview-http")) return comforts(({ sendForm }) => sendForm(cause, binding))
    const detail = { function: binding.function, data: binding.data, form: formValues(element, submitter) }
    if (!dispatch(element, "liveview:before-event", detail, true)) return
    const text = (submitter ?? element).getAttribute("data-liveview-disable-with") ?? binding.options.disableWith
    const since = moment()
    const release = lasting(({ busy }) => busy.mark({ element, form, sends, submitter, text }))
    const undo = lasting(({ optimistic }) => optimistic.show(element))
    const answered: Answered = { ...cause, function: binding.function, form, since, undo, again: () => begin(cause, binding) }
    flight.count++
    const land = () => {
      flight.count--
      comforts.loaded?.timing.answered(cause)
    }
    attach(
      cause,
      (uploads) =>
        queue.add(
          {
            f: detail.function,
            d: filled(detail.data),
            m: filled(detail.form),
            a: uploads,
            l: document.documentElement.lang || undefined,
            t: trigger,
          },
          (reply) => {
            release()
            replied(reply, answered)
            land()
          },
          (n) => {
            sent(answered)
            dispatch(element, "liveview:event", { id: String(n), ...detail })
          },
          binding.options.concurrent,
        ),
      () => {
        release()
        undo()
        land()
      },
    )
  }

  /** Begins, as soon as that is loaded, what lasts until what it returns is called. */
  function lasting(begin: (comforts: Comforts) => () => void): () => void {
    let end: (() => void) | undefined
    let isOver = false
    comforts((loaded) => {
      if (!isOver) end = begin(loaded)
    })
    return () => {
      isOver = true
      end?.()
    }
  }

  return { run }
}

/** How many events of one element and trigger have no answer yet. */
export interface Flight {
  count: number
}

function filled(values: Record<string, unknown>): Record<string, unknown> | undefined {
  return Object.keys(values).length ? values : undefined
}
