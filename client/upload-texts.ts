/** What is said of files: `{file}` is its name, `{limit}` what is allowed. An author's `texts` (`upload_…`) come before these. */
const texts: Record<string, Record<string, string>> = {
  en: {
    upload_too_large: "{file} is too large: at most {limit}.",
    upload_wrong_type: "{file} is of a kind that is not taken here: {limit}.",
    upload_too_many: "Too many files: at most {limit}.",
    upload_unreadable: "{file} cannot be read any more. Choose it again.",
    upload_full: "There is no room for files just now. Try again later.",
    upload_failed: "{file} could not be uploaded. Remove it, or choose it again.",
    upload_waiting: "Waiting for the connection…",
    upload_done: "Uploaded",
    upload_arrived: "{file} has been uploaded.",
    upload_remove: "Remove {file}",
    upload_cancel: "Cancel {file}",
    upload_progress: "Uploading {file}",
    upload_list: "Files",
  },
  es: {
    upload_too_large: "{file} es demasiado grande: como máximo {limit}.",
    upload_wrong_type: "{file} es de un tipo que no se admite aquí: {limit}.",
    upload_too_many: "Demasiados archivos: como máximo {limit}.",
    upload_unreadable: "{file} ya no se puede leer. Elígelo de nuevo.",
    upload_full: "Ahora mismo no hay sitio para archivos. Inténtalo más tarde.",
    upload_failed: "{file} no se ha podido subir. Quítalo o elígelo de nuevo.",
    upload_waiting: "Esperando la conexión…",
    upload_done: "Subido",
    upload_arrived: "{file} se ha subido.",
    upload_remove: "Quitar {file}",
    upload_cancel: "Cancelar {file}",
    upload_progress: "Subiendo {file}",
    upload_list: "Archivos",
  },
}

export type Say = (key: string, values?: { file?: string; limit?: unknown }) => string

/** The texts in the language of the page. */
export function createSay(own: (key: string) => string | undefined): Say {
  return (key, { file = "", limit } = {}) => {
    const lang = document.documentElement.lang.slice(0, 2)
    const text = own(key) ?? texts[lang]?.[key] ?? texts.en?.[key] ?? texts.en?.upload_failed ?? ""
    // Any kind is taken, and still it is not what it was said to be: there is no list.
    const listed = limit === "" ? text.replace(/:? *\{limit\}/, "") : text
    return listed.replaceAll("{file}", file).replaceAll("{limit}", limitTexts[key]?.(limit) ?? String(limit))
  }
}

const limitTexts: Record<string, (limit: unknown) => string> = {
  upload_too_large: (bytes) => sizeText(Number(bytes)),
  upload_wrong_type: (kinds) => String(kinds).split(",").map(kindText).join(", "),
}

/** "image/png" and ".png": "PNG". */
function kindText(kind: string): string {
  return kind.includes("*")
    ? kind.trim()
    : kind
        .trim()
        .replace(/^\.|^\w+\//, "")
        .toUpperCase()
}

/** 1500000: "1.5 MB", as the page's language writes it. */
export function sizeText(bytes: number): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  const unit = ["byte", "kilobyte", "megabyte", "gigabyte"][power]
  return new Intl.NumberFormat(document.documentElement.lang || "en", {
    style: "unit",
    unit,
    unitDisplay: power ? "short" : "long",
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power)
}
