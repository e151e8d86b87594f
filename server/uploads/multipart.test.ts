import { mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { createServer, type IncomingMessage, request as httpRequest } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"

import { type FormParts, receiveForm } from "./multipart.ts"
import { UploadError } from "./upload-refusal.ts"

const folder = mkdtempSync(join(tmpdir(), "livetsx-multipart-"))
vi.stubEnv("TMPDIR", folder)

let room = 5_000
const limits = {
  bytes: 1_000,
  parts: 5,
  fileSize: 2_000,
  take(bytes: number) {
    room -= bytes
    if (room < 0) throw new UploadError("full")
  },
}
let received: Promise<FormParts>
const server = createServer((request, response) => {
  received = receiveForm(request, limits)
  received.then(
    () => response.end(),
    () => response.end(),
  )
})
let url = ""
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

function form(entries: [string, string | File][]): FormData {
  const data = new FormData()
  for (const [name, value] of entries) data.append(name, value)
  return data
}

async function send(body: FormData | string, type?: string): Promise<FormParts> {
  await fetch(url, { method: "POST", body, ...(type ? { headers: { "content-type": type } } : {}) })
  return received
}

beforeEach(() => {
  room = 5_000
})

const refused = (code: string) => ({ refusal: { code } })

it("reads fields in their order, and files into a folder that goes with them", async () => {
  const { fields, files, dispose } = await send(
    form([
      ["a", "1"],
      ["photo", new File(["bytes"], "a.TXT", { type: "Text/Plain" })],
      ["a", "2"],
      ["ä", "ö"],
    ]),
  )
  expect(fields).toEqual([
    ["a", "1"],
    ["a", "2"],
    ["ä", "ö"],
  ])
  expect(files).toMatchObject([{ field: "photo", name: "a.TXT", type: "text/plain", size: 5 }])
  expect(files.map(({ path }) => readFileSync(path, "utf8"))).toEqual(["bytes"])
  await dispose()
  expect(readdirSync(folder)).toEqual([])
})

it("does not read more than it may, and leaves nothing", async () => {
  const many = (value: string | File) => form(Array.from({ length: 6 }, (_, index) => [`field${index}`, value]))
  await expect(send(many(""))).rejects.toMatchObject(refused("too_many"))
  await expect(send(many(new File(["x"], "x")))).rejects.toMatchObject(refused("too_many"))
  await expect(send(form([["a", "x".repeat(1_001)]]))).rejects.toMatchObject(refused("too_large"))
  await expect(
    send(
      form([
        ["a", "x".repeat(600)],
        ["b", "x".repeat(600)],
      ]),
    ),
  ).rejects.toMatchObject(refused("too_large"))
  await expect(send(form([["x".repeat(1_100), ""]]))).rejects.toMatchObject(refused("too_large"))
  await expect(send(form([["a", new File(["x".repeat(2_001)], "x")]]))).rejects.toMatchObject(refused("too_large"))
  expect(readdirSync(folder)).toEqual([])
})

it("ends where there is no room for the files that come", async () => {
  const files = (count: number) => form(Array.from({ length: count }, (_, index) => [`file${index}`, new File(["x".repeat(2_000)], "x")]))
  await expect(send(files(3))).rejects.toMatchObject({ refusal: { code: "full" } })
  expect(readdirSync(folder)).toEqual([])
  room = 4_000
  const { files: taken, dispose } = await send(files(2))
  expect([taken.map(({ size }) => size), room]).toEqual([[2_000, 2_000], 0])
  await dispose()
})

it("takes nothing that is no whole form", async () => {
  await expect(send("x", "multipart/form-data")).rejects.toMatchObject(refused("malformed"))
  await expect(
    send('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nnever', "multipart/form-data; boundary=b"),
  ).rejects.toMatchObject(refused("malformed"))
  const cut = httpRequest(url, { method: "POST", headers: { "content-type": "multipart/form-data; boundary=b", "content-length": 1_000 } })
  cut.on("error", () => undefined)
  cut.write('--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nhalf')
  const before = received
  await vi.waitFor(() => expect(received).not.toBe(before))
  cut.destroy()
  await expect(received).rejects.toMatchObject(refused("stalled"))
  expect(readdirSync(folder)).toEqual([])
})

it("ends where the connection was gone before it began to read", async () => {
  const headers = { "content-type": "multipart/form-data; boundary=b", "content-length": 9 }
  const gone = await new Promise<IncomingMessage>((resolve) => {
    const other = createServer((incoming) => {
      incoming.once("close", () => resolve(incoming))
      other.close()
      other.closeAllConnections()
    }).listen(0, "127.0.0.1", () => {
      const { port } = other.address() as AddressInfo
      httpRequest({ host: "127.0.0.1", port, method: "POST", headers })
        .on("error", () => undefined)
        .flushHeaders()
    })
  })
  await expect(receiveForm(gone, limits)).rejects.toMatchObject(refused("stalled"))
  expect(readdirSync(folder)).toEqual([])
})

/** A part of a body whose boundary is b. */
const part = (header: string, content: string) => `--b\r\nContent-Disposition: form-data${header}\r\n\r\n${content}`
const octets = (header: string, content: string) => part(`${header}\r\nContent-Type: application/octet-stream`, content)
const sendParts = (...parts: string[]) => send(parts.join("\r\n"), "multipart/form-data; boundary=b")

it("survives a body that ends in the middle of a file, whatever the file is", async () => {
  for (const unfinished of [
    octets('; name="a"; filename="a"', "half"),
    octets('; name="a"; filename=""', "half"),
    octets('; name="a"', "half"),
    octets("", "half"),
    octets('; name="a"; filename="a"', ""),
    part("", "half"),
  ])
    await expect(sendParts(unfinished)).rejects.toMatchObject(refused("malformed"))
  expect(readdirSync(folder)).toEqual([])
})

it("ends also where a file begins after what was refused, in the same bytes", async () => {
  const tooLong = part('; name="a"', "x".repeat(1_001))
  await expect(sendParts(tooLong, octets('; name="b"; filename="b"', "half"))).rejects.toMatchObject(refused("too_large"))
  await expect(sendParts(tooLong, octets('; name="b"; filename="b"', "whole"), "--b--\r\n")).rejects.toMatchObject(refused("too_large"))
  const [first, second] = [octets('; name="a"; filename="a"', "whole"), octets('; name="b"; filename="b"', "half")]
  await expect(sendParts(first, tooLong, second)).rejects.toMatchObject(refused("too_large"))
  expect(readdirSync(folder)).toEqual([])
})

it("takes no part that has no name", async () => {
  await expect(sendParts(part("", "x"), "--b--\r\n")).rejects.toMatchObject(refused("malformed"))
  await expect(sendParts(part('; filename="a"', "x"), "--b--\r\n")).rejects.toMatchObject(refused("malformed"))
  const { fields, dispose } = await sendParts(part('; name=""', "x"), "--b--\r\n")
  expect(fields).toEqual([["", "x"]])
  await dispose()
  expect(readdirSync(folder)).toEqual([])
})
