import { Append, field, FieldError, handler, on, page } from "livetsx"

import { contactFields, contactForm, labels } from "../contact/contacts.ts"
import type { ContactField } from "../contact/contacts.ts"
import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import { visitorOf } from "../login/session.ts"
import source from "./email.tsx?raw"
import { addLetter, lettersOf, markLetter } from "./outbox.ts"
import type { Letter, Status } from "./outbox.ts"
import { post, smtpUrl } from "./post.ts"

export const sendContactMessage = handler("send_contact_message", { form: contactForm }, ({ form, session, background }) => {
  const letter = addLetter(visitorOf(session), form)
  background(async ({ send }) => {
    await send(<Outbox visitor={letter.visitor} />)
    const status = await deliver(letter)
    await send(<Outbox visitor={letter.visitor} />)
    await send({ target: "#notifications", html: <Notification of={letter} status={status} />, append: true })
    await new Promise((done) => setTimeout(done, 3000))
    await send({ target: `#notification-${letter.id}`, remove: true })
  })
  return { target: "#contact-form", html: <HandFields /> }
})

export const postLetter = handler("letter:post", { form: contactForm }, ({ form, session, background }) => {
  const letter = addLetter(visitorOf(session), form)
  background(async ({ send }) => {
    await send(<Outbox visitor={letter.visitor} />)
    const status = await deliver(letter)
    await send([
      <Outbox visitor={letter.visitor} />,
      <Append target="#notifications" removeAfter={3000}>
        <Notification of={letter} status={status} />
      </Append>,
    ])
  })
  return <LetterForm />
})

async function deliver(letter: Letter): Promise<Status> {
  const status = await post(letter)
  markLetter(letter.id, status)
  return status
}

export const emailPage = page("/email", {
  title: ({ t }) => t("lessons.email.title"),
  render: ({ session, t }) => (
    <Lesson slug="email" t={t} source={source} shows={["sendContactMessage", "postLetter", "deliver"]}>
      <Bench title="Write a letter">
        {smtpUrl() ? null : (
          <p class="notice">
            No mail server is configured, so letters stay in the database. Set <code>SMTP_URL</code>, such as{" "}
            <code>smtp://localhost:1025</code>, to send them.
          </p>
        )}
        <Ways>
          <Way of="hand" wire={["submit", "send_contact_message", "#contact-form"]}>
            <form
              id="contact-form"
              class="form"
              aria-label="Letter, by hand"
              data-action="submit->page#run"
              data-liveview-function="send_contact_message"
            >
              <HandFields />
            </form>
          </Way>
          <Way of="on" wire={["submit", "letter:post", "#letter-form"]}>
            <LetterForm />
          </Way>
        </Ways>
        <div id="notifications" role="status" />
        <Outbox visitor={visitorOf(session)} />
      </Bench>
    </Lesson>
  ),
})

function HandFields() {
  return (
    <>
      {contactFields.map((name) => (
        <HandField key={name} name={name} />
      ))}
      <button type="submit" class="primary">
        Send
      </button>
    </>
  )
}

function HandField({ name }: { name: ContactField }) {
  return (
    <div>
      <label for={`hand-${name}`}>{labels[name]}</label>
      {name === "message" ? (
        <textarea id={`hand-${name}`} name={name} required />
      ) : (
        <input id={`hand-${name}`} name={name} type={name === "email" ? "email" : "text"} required />
      )}
    </div>
  )
}

function LetterForm() {
  return (
    <form id="letter-form" class="form" aria-label="Letter" {...on("submit", postLetter, {}, { disableWith: "Sending…" })}>
      {contactFields.map((name) => (
        <div key={name}>
          <label for={`on-${name}`}>{labels[name]}</label>
          {name === "message" ? (
            <textarea id={`on-${name}`} {...field(postLetter, name)} />
          ) : (
            <input id={`on-${name}`} {...field(postLetter, name)} />
          )}
          <FieldError of={postLetter} name={name} />
        </div>
      ))}
      <button type="submit" class="primary">
        Send
      </button>
    </form>
  )
}

const outcomes: Record<Status, string> = {
  sending: "On its way…",
  sent: "Message sent successfully!",
  failed: "The mail server did not take it.",
  kept: "Kept here: no mail server.",
}

function Notification({ of: { id }, status }: { of: Letter; status: Status }) {
  return (
    <p id={`notification-${id}`} class={status === "failed" ? "notice refused" : "notice"}>
      {outcomes[status]}
    </p>
  )
}

function Outbox({ visitor }: { visitor: string }) {
  return (
    <section id="outbox" aria-labelledby="outbox-title">
      <h3 id="outbox-title">Your letters</h3>
      <ul class="list">
        {lettersOf(visitor).map(({ id, message, status }) => (
          <li key={id}>
            <span>{message.slice(0, 80)}</span>
            <span class="hint">{outcomes[status]}</span>
          </li>
        ))}
      </ul>
      <p class="empty">You have not written yet.</p>
    </section>
  )
}
