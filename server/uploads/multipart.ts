import { createHash } from "node:crypto"
import { createWriteStream } from "node:fs"
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises"
import type { IncomingMessage } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"

import { Busboy, type BusboyFileStream, type BusboyInstance } from "@fastify/busboy"

import { UploadError } from "./upload-refusal.ts"

/** What a form sends at most. */
export interface FormLimits {
  /** Bytes of all that are no files, with their names. */
  bytes: number
  /** Fields, and files. */
  parts: number
  /** Bytes of one file. */
  fileSize: number
  /** Told of the bytes of files as they come; throws where there is no room for them. */
  take(bytes: number): void
}

export interface FormFile {
  field: string
  name: string
  type: string
  size: number
  path: string
  /** Of its bytes. */
  digest: string
}

export interface FormParts {
  fields: [name: string, value: string][]
  files: FormFile[]
  /** Takes the files away. */
  dispose(): Promise<void>
}

/** Reads a form as multipart/form-data (RFC 7578), its files into a folder of their own. Rejects with an UploadError where it is too large, or none. */
export async function receiveForm(request: IncomingMessage, limits: FormLimits): Promise<FormParts> {
  const folder = await mkdtemp(join(tmpdir(), folderName))
  const dispose = () => rm(folder, { recursive: true, force: true })
  try {
    return { ...(await partsOf(request, limits, folder)), dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

const folderName = "livetsx-form-"
/** Milliseconds after which no form needs its folder: it has five minutes to arrive, and is then passed on. */
const longest = 60 * 60_000

/** Takes away the folders that a process left behind which was killed while forms arrived. Those of others that run are younger. Never rejects. */
export async function sweepForms(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names) if (name.startsWith(folderName)) await sweepFolder(join(tmpdir(), name)).catch(() => undefined)
}

async function sweepFolder(folder: string): Promise<void> {
  const { mtimeMs } = await lstat(folder)
  if (mtimeMs < Date.now() - longest) await rm(folder, { recursive: true })
}

type Parts = Pick<FormParts, "fields" | "files">

async function partsOf(request: IncomingMessage, limits: FormLimits, folder: string): Promise<Parts> {
  const fields: Parts["fields"] = []
  const files: Promise<FormFile>[] = []
  const arriving = new Set<BusboyFileStream>()
  let bytes = 0
  await new Promise<void>((resolve, reject) => {
    const parser = parserOf(request, limits)
    let failed = false
    const fail = (error: Error) => {
      failed = true
      // What still comes is read and dropped: a browser listens only when it has sent all.
      request.unpipe(parser).resume()
      for (const stream of arriving) stream.destroy(error)
      reject(error)
    }
    const count = (more: string) => {
      bytes += Buffer.byteLength(more)
      if (bytes > limits.bytes) fail(new UploadError("too_large", limits.bytes))
    }
    parser.on("field", (name, value, nameTruncated, valueTruncated) => {
      if (nameTruncated || valueTruncated) return fail(new UploadError("too_large", limits.bytes))
      if (isNameless(name)) return fail(new UploadError("malformed"))
      count(name + value)
      fields.push([name, value])
    })
    parser.on("file", (field, stream, name, _encoding, type) => {
      // Where the body ends in the middle of a file, its stream tells too, after the parser: a process ends of an error that nobody hears.
      stream.on("error", () => undefined)
      if (isNameless(field)) fail(new UploadError("malformed"))
      else count(field + name)
      // What has come with the last bytes that are read is still told. A control in which nothing was chosen sends a file without a name.
      if (failed || !name) return void stream.resume()
      const file = written(stream, { field, name, type: type.toLowerCase(), path: join(folder, String(files.length)) }, limits)
      arriving.add(stream)
      file.then(() => arriving.delete(stream), fail)
      files.push(file)
    })
    for (const limit of ["partsLimit", "filesLimit", "fieldsLimit"] as const)
      parser.on(limit, () => fail(new UploadError("too_many", limits.parts)))
    parser.on("error", () => fail(new UploadError("malformed")))
    parser.on("finish", resolve)
    request.once("close", () => request.readableEnded || fail(new UploadError("stalled")))
    // Its connection broke before anybody listened, which is not said again; or somebody has read it.
    if (request.destroyed) fail(new UploadError("stalled"))
    else request.pipe(parser)
  }).finally(() => Promise.allSettled(files))
  return { fields, files: await Promise.all(files) }
}

/** Whatever the parser's types say: anybody can send a part that has no name. */
function isNameless(name: string | undefined): boolean {
  return name === undefined
}

function parserOf({ headers }: IncomingMessage, { bytes, parts, fileSize }: FormLimits): BusboyInstance {
  const { "content-type": type = "" } = headers
  try {
    return new Busboy({
      headers: { ...headers, "content-type": type },
      limits: { fieldNameSize: 1_000, fieldSize: bytes, parts, fileSize, headerPairs: 20, headerSize: 16_000 },
    })
  } catch {
    throw new UploadError("malformed")
  }
}

async function written(
  stream: BusboyFileStream,
  file: Omit<FormFile, "size" | "digest">,
  { fileSize, take }: FormLimits,
): Promise<FormFile> {
  const hash = createHash("sha256")
  let size = 0
  async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      take(chunk.length)
      hash.update(chunk)
      size += chunk.length
      yield chunk
    }
  }
  await pipeline(stream, counted, createWriteStream(file.path, { flags: "wx", mode: 0o600 }))
  if (stream.truncated) throw new UploadError("too_large", fileSize)
  return { ...file, size, digest: hash.digest("base64url") }
}
