import { z } from "zod"

import { keepNewest, row, run } from "../database.ts"

/** What a message must be, for both ways of writing the form. */
export const contactForm = z.object({
  name: z.string().trim().min(3, "Name must be at least 3 characters").max(60, "Name must be at most 60 characters"),
  email: z.email("Invalid email address").max(120, "Address must be at most 120 characters"),
  message: z.string().trim().min(1, "Write a message").max(1000, "Message must be at most 1000 characters"),
})

export type Contact = z.infer<typeof contactForm>
export type ContactField = keyof Contact

export const contactFields = ["name", "email", "message"] as const
export const labels = { name: "Name", email: "E-mail", message: "Message" }

export function saveContact({ name, email, message }: Contact) {
  run("insert into contacts (name, email, message) values (?, ?, ?)", name, email, message)
  keepNewest("contacts", 500)
}

export function contactCount(): number {
  return row(z.object({ count: z.number() }), "select count(*) as count from contacts")?.count ?? 0
}

/** The first thing that is wrong with one field, or undefined. */
export function problemOf(field: ContactField, value: unknown): string | undefined {
  const checked = contactForm.shape[field].safeParse(value ?? "")
  return checked.success ? undefined : checked.error.issues[0]?.message
}
