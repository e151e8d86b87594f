import { SMTPServer } from "smtp-server"
import { afterEach, describe, expect, it, vi } from "vitest"

import type { Letter } from "./outbox.ts"
import { post } from "./post.ts"

const letter: Letter = { id: 1, visitor: "v", name: "Ines", email: "ines@harbour.example", message: "Is the pier open?", status: "sending" }

afterEach(() => {
  delete process.env.SMTP_URL
})

describe("post", () => {
  it("keeps letters where there is no mail server", async () => {
    expect(await post(letter)).toBe("kept")
  })

  it("hands a letter to the mail server", async () => {
    const taken: string[] = []
    const server = await mailServer(taken)
    expect(await post(letter)).toBe("sent")
    expect(taken[0]).toContain("Subject: Contact from Ines")
    expect(taken[0]).toContain("Is the pier open?")
    expect(taken[0]).toMatch(/Reply-To:.*ines@harbour\.example/)
    await new Promise<void>((closed) => server.close(() => closed()))
  })

  it("lets no line break of a name become a header", async () => {
    const taken: string[] = []
    const server = await mailServer(taken)
    await post({ ...letter, name: "Ines\r\nBcc: everybody@harbour.example" })
    expect(taken[0]).not.toMatch(/^Bcc:/m)
    await new Promise<void>((closed) => server.close(() => closed()))
  })

  it("says so when the mail server is not there", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {})
    process.env.SMTP_URL = "smtp://127.0.0.1:1"
    expect(await post(letter)).toBe("failed")
    expect(logged).toHaveBeenCalledOnce()
    logged.mockRestore()
  })
})

/** A real one, which writes down what it takes. */
async function mailServer(taken: string[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _session, done) => {
      let text = ""
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString()
      })
      stream.on("end", () => {
        taken.push(text)
        done()
      })
    },
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()))
  const address = server.server.address()
  if (address === null || typeof address === "string") throw new Error("The mail server does not listen on a port.")
  process.env.SMTP_URL = `smtp://127.0.0.1:${address.port}`
  return server
}
