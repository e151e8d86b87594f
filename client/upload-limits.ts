import { UploadRefused } from "./upload-transfer.ts"

/** What the control itself says of its files: `accept`, `data-liveview-max-size` (bytes) and `data-liveview-max-count`. The server has its own say. */
export function refusalOf(input: HTMLInputElement, file: File, index: number): UploadRefused | undefined {
  const most = input.multiple ? numberOf(input, "data-liveview-max-count") : 1
  const maxSize = numberOf(input, "data-liveview-max-size")
  if (index >= most) return new UploadRefused("too_many", most)
  if (file.size > maxSize) return new UploadRefused("too_large", maxSize)
  if (!isAccepted(file, input.accept)) return new UploadRefused("wrong_type", input.accept)
  return undefined
}

function numberOf(input: Element, name: string): number {
  return Number(input.getAttribute(name)) || Number.POSITIVE_INFINITY
}

/** As the browser's own dialog filters; a file that is dropped has not been through it. */
function isAccepted(file: File, accept: string): boolean {
  const kinds = accept
    .toLowerCase()
    .split(",")
    .map((kind) => kind.trim())
    .filter(Boolean)
  return !kinds.length || kinds.some((kind) => isKind(kind, file.name.toLowerCase(), file.type.toLowerCase()))
}

function isKind(kind: string, name: string, type: string): boolean {
  if (kind === "*/*") return true
  if (kind.startsWith(".")) return name.endsWith(kind)
  return kind.endsWith("/*") ? type.startsWith(kind.slice(0, -1)) : type === kind
}
