import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { expect } from "@playwright/test"
import { SMTPServer } from "smtp-server"

/** Where the mail server of the tests puts what it was given. */
function mailbox(): string {
  return join(process.env.E2E_DATA_DIR ?? "", "mail")
}

/** A real SMTP server on loopback, for as long as the tests run. */
export default async function startMail(): Promise<() => Promise<void>> {
  mkdirSync(mailbox(), { recursive: true })
  let count = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on("data", (part: Buffer) => parts.push(part))
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join(",")
        count += 1
        writeFileSync(join(mailbox(), `${count} ${to}.eml`), Buffer.concat(parts))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(Number(process.env.E2E_SMTP_PORT), "127.0.0.1", () => resolve()))
  return () => new Promise((resolve) => server.close(() => resolve()))
}

/** The mail to this address that holds the text, when it has come. */
export async function mailTo(address: string, text: string): Promise<string> {
  const find = () =>
    readdirSync(mailbox())
      .filter((file) => file.includes(address))
      .map((file) => readFileSync(join(mailbox(), file), "utf8").replaceAll("=\r\n", ""))
      .find((mail) => mail.includes(text))
  await expect.poll(find).toBeDefined()
  return find() ?? ""
}
