/** Bytes from a file's start that are enough to tell. */
export const signatureLength = 16

/** Types whose files begin with bytes of their own. */
const signatures = new Map<string, RegExp>([
  ["image/png", /^\x89PNG\r\n\x1a\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
  ["image/avif", /^[^]{4}ftyp(avi|mif1|msf1)/],
  ["image/bmp", /^BM/],
  ["image/tiff", /^(II\*\0|MM\0\*)/],
  ["application/pdf", /^%PDF-/],
])

/**
 * The type of a file by its first bytes. Browsers go by the ending of its name: a picture that is of another type than it was said to be
 * gets its own, and what is said to be a picture and is none has no type. What begins with no bytes of its own is believed.
 */
export function typeByContent(start: Uint8Array, said: string): string | undefined {
  const expected = signatures.get(said)
  const text = Buffer.from(start).toString("latin1")
  if (!expected || expected.test(text)) return said
  return [...signatures].find(([, signature]) => signature.test(text))?.[0]
}
