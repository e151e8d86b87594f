import { field, FieldError, handler, on, Update } from "livetsx"
import { z } from "zod"

import { ContactCount, Thanks } from "./_thanks.tsx"
import { contactFields, contactForm, labels, problemOf, saveContact } from "./contacts.ts"
import type { ContactField } from "./contacts.ts"

export const send = handler("contact:send", { form: contactForm }, ({ form }) => {
  saveContact(form)
  return (
    <>
      <Update target="#contact-schema">
        <Thanks name={form.name}>
          <form {...on("submit", startAgain)}>
            <button type="submit" data-liveview-focus="true">
              Write another
            </button>
          </form>
        </Thanks>
      </Update>
      <ContactCount />
    </>
  )
})

/** Checks one field while the others are still being filled in. */
export const check = handler("contact:check", { data: z.object({ field: z.enum(contactFields) }) }, ({ data, form }) => {
  const problem = problemOf(data.field, form[data.field])
  return <FieldError of={send} name={data.field} errors={problem ? [problem] : []} />
})

export const startAgain = handler("contact:again", () => <SchemaForm />)

export function SchemaForm() {
  return (
    <div id="contact-schema">
      <form class="form" aria-label="Contact, with a schema" {...on("submit", send)}>
        {contactFields.map((name) => (
          <SchemaField key={name} name={name} />
        ))}
        <button type="submit" class="primary">
          Submit
        </button>
      </form>
    </div>
  )
}

function SchemaField({ name }: { name: ContactField }) {
  const Control = name === "message" ? "textarea" : "input"
  return (
    <div>
      <label for={`schema-${name}`}>{labels[name]}</label>
      <Control
        id={`schema-${name}`}
        {...field(send, name)}
        {...on({ input: [check, { field: name }, { debounce: 400 }], blur: [check, { field: name }] })}
      />
      <FieldError of={send} name={name} />
    </div>
  )
}
