import { createTransport } from "nodemailer"

import type { Letter, Status } from "./outbox.ts"

/** Address of a mail server, such as smtp://localhost:1025. */
export function smtpUrl(): string | undefined {
  return process.env.SMTP_URL || undefined
}

/** Sends a letter and says what became of it. */
export async function post({ name, email, message }: Letter): Promise<Status> {
  const url = smtpUrl()
  if (url === undefined) return "kept"
  const transport = createTransport(url, { from: "lessons@livetsx.example" })
  try {
    await transport.sendMail({
      to: "office@harbour.example",
      replyTo: { name, address: email },
      subject: `Contact from ${name}`,
      text: message,
    })
    return "sent"
  } catch (error) {
    console.error("The letter could not be sent.", error)
    return "failed"
  } finally {
    transport.close()
  }
}
