import { existsSync } from "node:fs"

import type { LoadedDocument } from "../load/document.ts"
import { attempt, authOf, visit } from "../stage/attack.ts"
import { finding, type Row } from "../stage/row.ts"

/** Files that are too large, of another kind, somebody else's, or named to be written elsewhere. */
export const uploads: Row = {
  promise: "uploads: size, kind, count, owner, offset, names that are paths",
  target: "0 accepted, nothing written outside, 0 readable by others",
  guard: {
    what: "the look at whose an upload is",
    in: "server",
    cuts: [[/if \(!upload \|\| upload\.room !== room \|\| upload\.session !== session\)/, "if (!upload)"]],
  },
  async run(stage) {
    const node = await stage.node()
    const before = stage.files()
    const [mine, victim] = [await visit(node.url), await visit(node.url)]
    const client = (page: LoadedDocument) => new Client(node.url, page.cookie, page.token)
    const [own, theirs] = [client(mine), client(victim)]
    const got: Record<string, number> = {}
    const expected: Record<string, number[]> = {}
    const check = (name: string, status: number, ...wanted: number[]) => {
      got[name] = status
      expected[name] = wanted
    }
    const text = { field: "file", name: "notes.txt", type: "text/plain", size: 10 }
    check("too large", (await own.announce({ ...text, size: 100_001 })).status, 413)
    check("another kind", (await own.announce({ ...text, name: "page.html", type: "text/html" })).status, 415)
    check("a negative size", (await own.announce({ ...text, size: -1 })).status, 400)
    check("no size", (await own.announce({ ...text, size: "much" })).status, 400)
    check("without a token", (await new Client(node.url, mine.cookie, "").announce(text)).status, 403)
    check("another's token", (await new Client(node.url, mine.cookie, victim.token).announce(text)).status, 403)
    const { id } = await theirs.announce(text)
    check("another's file, written to", await own.append(id, 0, "0123456789"), 404)
    check("another's file, asked about", await own.head(id), 404)
    await own.cancel(id)
    check("at another offset", await theirs.append(id, 5, "56789"), 409)
    check("more than was announced", await theirs.append(id, 0, "0123456789 and more"), 400, 413)
    check("its owner's bytes", await theirs.append(id, 0, "0123456789"), 204)
    for (const path of ["../../../../etc/passwd", "..%2f..%2fx", "0".repeat(31), "x".repeat(10_000), "%00"])
      check(`an id like ${path.slice(0, 12)}`, await own.append(path, 0, "x"), 404, 400, 421)
    for (const name of [
      "../../outside.txt",
      "/tmp/outside.txt",
      "..\\..\\outside.txt",
      "a/../../outside.txt",
      "outside\u0000.txt",
      `${"x".repeat(900)}.txt`,
    ]) {
      const begun = await own.announce({ ...text, name, field: name.slice(0, 20) })
      check(`a name like ${name.slice(0, 12)}`, begun.status, 201)
      if (begun.id) await own.append(begun.id, 0, "0123456789")
    }
    const disguised = await own.announce({ field: "image", name: "image.png", type: "image/png", size: 15 })
    check("markup that says it is an image", await own.append(disguised.id, 0, "<svg onload=1/>"), 415)
    const many = await Promise.all(Array.from({ length: 8 }, () => own.announce({ ...text, field: "many" })))
    check("more than may be", many.filter(({ status }) => status === 201).length, 5)
    const stolen = await taken(node.url, mine, id)
    const received = await taken(node.url, victim, id)
    const outside = stage
      .files()
      .filter((file) => !before.includes(file) && !/^data-\d+\/(uploads|sessions|pages)/.test(file) && !file.startsWith("notes/"))
    const wrong = Object.entries(got).filter(([name, status]) => !expected[name]?.includes(status))
    return finding(
      `${Object.keys(got).length} attempts, ${wrong.length} answered otherwise; taken by another: ${stolen}, by its owner: ${received}; ${outside.length} files outside`,
      {
        [`each is answered as it should be: ${JSON.stringify(wrong)}`]: wrong.length === 0,
        "nobody takes what is another's": !stolen.startsWith("[["),
        "its owner takes it": received.startsWith("[["),
        [`nothing is written outside: ${outside}`]: outside.length === 0 && !existsSync("/tmp/outside.txt"),
      },
    )
  },
}

/** What the handler answers that takes the file. */
async function taken(url: string, page: LoadedDocument, file: string): Promise<string> {
  const raw = await attempt({ url, origin: url, cookie: page.cookie, auth: authOf(page) })
  raw.send(`421${JSON.stringify(["e", { n: 1, f: "take", d: { id: "take" }, m: {}, a: { file } }])}`)
  for (let tries = 0; tries < 200; tries++) {
    const answer = raw.frames.find((frame) => frame.startsWith("431"))
    if (answer) {
      raw.close()
      return JSON.stringify(JSON.parse(answer.slice(3))[0])
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  raw.close()
  return "no answer"
}

/** Speaks to the server as the browser's client does. */
class Client {
  readonly #url: string
  readonly #headers: Record<string, string>

  constructor(url: string, cookie: string, token: string) {
    this.#url = `${url}/liveview/uploads`
    this.#headers = { cookie, ...(token && { "x-liveview-room": token }) }
  }

  async announce(file: object): Promise<{ status: number; id: string }> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { ...this.#headers, "content-type": "application/json" },
      body: JSON.stringify(file),
    })
    const { id = "" }: { id?: string } = await response.json()
    return { status: response.status, id }
  }

  append(id: string, offset: number, body: string): Promise<number> {
    return this.#status(id, "PATCH", { "upload-offset": String(offset) }, body)
  }

  head(id: string): Promise<number> {
    return this.#status(id, "HEAD")
  }

  cancel(id: string): Promise<number> {
    return this.#status(id, "DELETE")
  }

  async #status(id: string, method: string, headers: Record<string, string> = {}, body?: string): Promise<number> {
    const response = await fetch(`${this.#url}/${encodeURIComponent(id)}`, {
      method,
      headers: { ...this.#headers, ...headers },
      body: body ?? null,
    })
    await response.arrayBuffer()
    return response.status
  }
}
