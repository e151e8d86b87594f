import { randomUUID } from "node:crypto"
import { Append, field, FieldError, handler, on, page, Remove } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import { addNotice, notices } from "./notices.ts"
import source from "./notifications.tsx?raw"

const form = z.object({ message: z.string().trim().min(1, "Write something to announce.").max(120, "At most 120 characters.") })

export const notifyAll = handler("notify_all", { form }, async ({ form, broadcast }) => {
  const { notice, pushedOff } = addNotice(form.message)
  await broadcast({ target: "#notifications", html: <Notification id={notice.id} message={notice.message} />, append: true })
  if (pushedOff) await broadcast({ target: `#notification-${pushedOff.id}`, remove: true })
  return <HandForm />
})

export const sendNotification = handler("send_notification", ({ background }) => {
  const id = randomUUID()
  background(async ({ broadcast }) => {
    await broadcast({ target: "#notifications", html: <Notification id={id} message="New update available!" passing />, append: true })
    await new Promise((done) => setTimeout(done, 5000))
    await broadcast({ target: `#notification-${id}`, remove: true })
  })
})

export const announce = handler("notice:announce", { form }, async ({ form, broadcast }) => {
  const { notice, pushedOff } = addNotice(form.message)
  await broadcast(
    <>
      <Append target="#notifications">
        <Notification id={notice.id} message={notice.message} />
      </Append>
      {pushedOff ? <Remove target={`#notification-${pushedOff.id}`} /> : null}
    </>,
  )
  return <OnForm />
})

export const flash = handler("notice:flash", ({ broadcast }) =>
  broadcast(
    <Append target="#notifications" removeAfter={5000}>
      <Notification id={randomUUID()} message="New update available!" passing />
    </Append>,
  ),
)

export const notificationsPage = page("/notifications", {
  title: ({ t }) => t("lessons.notifications.title"),
  render: ({ t }) => (
    <Lesson slug="notifications" t={t} source={source} shows={["notifyAll", "sendNotification", "announce", "flash"]}>
      <Bench title="Tell everybody">
        <div id="notifications" class="notifications" role="log" aria-label="Notifications">
          {notices().map(({ id, message }) => (
            <Notification key={id} id={id} message={message} />
          ))}
        </div>
        <Ways>
          <Way of="hand" wire={["click", "send_notification", "#notifications"]}>
            <HandForm />
            <button type="button" data-liveview-function="send_notification" data-action="click->page#run">
              Announce an update for 5 seconds
            </button>
          </Way>
          <Way of="on" wire={["click", "notice:flash", "#notifications"]}>
            <OnForm />
            <button type="button" {...on("click", flash)}>
              Announce an update for 5 seconds
            </button>
          </Way>
        </Ways>
      </Bench>
    </Lesson>
  ),
})

function Notification({ id, message, passing = false }: { id: number | string; message: string; passing?: boolean }) {
  return (
    <p id={`notification-${id}`} class={passing ? "notice passing" : "notice"}>
      {message}
    </p>
  )
}

function HandForm() {
  return (
    <form id="hand-notice" class="row" aria-label="Notify, by hand" data-action="submit->page#run" data-liveview-function="notify_all">
      <div class="grow">
        <label for="hand-message">Message to everybody</label>
        <input id="hand-message" name="message" required maxlength={120} autocomplete="off" />
      </div>
      <button type="submit" class="primary">
        Notify all
      </button>
    </form>
  )
}

function OnForm() {
  return (
    <form id="on-notice" class="row" aria-label="Notify" {...on("submit", announce)}>
      <div class="grow">
        <label for="on-message">Message to everybody</label>
        <input id="on-message" {...field(announce, "message")} autocomplete="off" />
        <FieldError of={announce} name="message" />
      </div>
      <button type="submit" class="primary">
        Notify all
      </button>
    </form>
  )
}
