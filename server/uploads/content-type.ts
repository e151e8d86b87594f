import type { Readable } from "node:stream"

/** Bytes from a file's start that are enough to tell. */
export const signatureLength = 16

/** Types whose files begin with bytes of their own: where they stand, and which (as Latin-1). */
const signatures = new Map<string, [offset: number, bytes: string][]>([
  ["image/png", [[0, "\x89PNG\r\n\x1a\n"]]],
  ["image/jpeg", [[0, "\xff\xd8\xff"]]],
  ["image/gif", [[0, "GIF8"]]],
  [
    "image/webp",
    [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
  ],
  ["image/avif", [[4, "ftyp"]]],
  ["image/bmp", [[0, "BM"]]],
  ["application/pdf", [[0, "%PDF-"]]],
])

/**
 * The type of a file by its first bytes. Browsers go by the ending of its name: a picture that is of another type than it was said to be
 * gets its own, and what is said to be a picture and is none has no type. What begins with no bytes of its own is believed.
 */
export function typeByContent(start: Uint8Array, said: string): string | undefined {
  if (!signatures.has(said)) return said
  const text = Buffer.from(start).toString("latin1")
  const fits = (type: string) => signatures.get(type)?.every(([offset, bytes]) => text.startsWith(bytes, offset))
  return [said, ...signatures.keys()].find(fits)
}

/** The bytes of a stream that holds no more than a file's start. */
export async function startOf(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
