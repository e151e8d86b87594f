import { handler, page } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import { ContactCount, Thanks } from "./_thanks.tsx"
import { contactFields, contactForm, labels, problemOf, saveContact } from "./contacts.ts"
import type { ContactField } from "./contacts.ts"
import { SchemaForm } from "./contact-schema.tsx"
import source from "./contact.tsx?raw"

const data = z.object({ field: z.enum(contactFields) })

export const validateField = handler("validate_field", { data }, ({ data, form, send }) => {
  const problem = problemOf(data.field, form[data.field])
  return send({ target: `#error-${data.field}`, html: <span class={problem ? "error" : "success"}>{problem ?? "✓"}</span> })
})

export const submitContact = handler("submit_contact", ({ form }) => {
  const checked = contactForm.safeParse(form)
  if (!checked.success)
    return { target: "#contact-container", html: <HandForm values={form} errors={z.flattenError(checked.error).fieldErrors} /> }
  saveContact(checked.data)
  return [{ target: "#contact-container", html: <ThanksByHand name={checked.data.name} /> }, <ContactCount />]
})

export const newContact = handler("new_contact", () => ({ target: "#contact-container", html: <HandForm /> }))

export const contactPage = page("/contact", {
  title: ({ t }) => t("lessons.contact.title"),
  render: ({ t }) => (
    <Lesson slug="contact" t={t} source={source} shows={["validateField", "submitContact", "HandField"]}>
      <Bench title="Write to the harbour office">
        <Ways>
          <Way of="hand" wire={["blur", "validate_field", "#error-email"]}>
            <div id="contact-container">
              <HandForm />
            </div>
          </Way>
          <Way of="on" wire={["input, blur", "contact:check", "FieldError"]}>
            <SchemaForm />
          </Way>
        </Ways>
        <ContactCount />
      </Bench>
    </Lesson>
  ),
})

interface HandFormProps {
  values?: Record<string, unknown>
  errors?: Partial<Record<ContactField, string[]>>
}

function HandForm({ values = {}, errors = {} }: HandFormProps) {
  return (
    <form class="form" aria-label="Contact, by hand" data-liveview-function="submit_contact" data-action="submit->page#run">
      {contactFields.map((name) => (
        <HandField key={name} name={name} value={values[name]} error={errors[name]?.[0]} />
      ))}
      <button type="submit" class="primary">
        Submit
      </button>
    </form>
  )
}

interface HandFieldProps {
  name: ContactField
  value: unknown
  error: string | undefined
}

function HandField({ name, value, error }: HandFieldProps) {
  const Control = name === "message" ? "textarea" : "input"
  return (
    <div>
      <label for={`hand-${name}`}>{labels[name]}</label>
      <Control
        id={`hand-${name}`}
        name={name}
        type={name === "message" ? undefined : name === "email" ? "email" : "text"}
        required
        value={typeof value === "string" ? value : ""}
        aria-describedby={`error-${name}`}
        data-liveview-function="validate_field"
        data-data-field={name}
        data-action="blur->page#run"
      />
      <span id={`error-${name}`} aria-live="polite">
        {error ? <span class="error">{error}</span> : null}
      </span>
    </div>
  )
}

function ThanksByHand({ name }: { name: string }) {
  return (
    <Thanks name={name}>
      <form data-liveview-function="new_contact" data-action="submit->page#run">
        <button type="submit" data-liveview-focus="true">
          Write another
        </button>
      </form>
    </Thanks>
  )
}
