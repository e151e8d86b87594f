import type { Children } from "livetsx"

import { contactCount } from "./contacts.ts"

/** Stands in the form's place once its message was kept; `children` is the way back. */
export function Thanks({ name, children }: { name: string; children: Children }) {
  return (
    <div class="form" role="status">
      <p class="notice">Thank you, {name}. We'll be in touch.</p>
      {children}
    </div>
  )
}

export function ContactCount() {
  return (
    <p id="contact-count" class="hint">
      The office keeps {contactCount()} messages.
    </p>
  )
}
