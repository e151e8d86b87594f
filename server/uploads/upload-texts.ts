import type { UploadCode } from "./upload-refusal.ts"

/** What a visitor reads whose file is not there any more. */
export function goneText(lang: string): string {
  return lang.startsWith("es") ? "Este archivo ya no está aquí. Elígelo de nuevo." : "This file is no longer here. Choose it again."
}

/** What a visitor reads whose file was not taken. */
export function refusedText(lang: string, code: UploadCode, file: string): string {
  const own = lang.startsWith("es") ? refused.es : refused.en
  return (own[code] ?? own.failed).replace("{file}", () => file)
}

const refused: Record<"en" | "es", Partial<Record<UploadCode, string>> & { failed: string }> = {
  en: {
    too_large: "{file} is too large.",
    wrong_type: "{file} is of a kind that is not taken here.",
    too_many: "Too many files.",
    full: "There is no room for files just now. Try again later.",
    failed: "{file} could not be uploaded. Choose it again.",
  },
  es: {
    too_large: "{file} es demasiado grande.",
    wrong_type: "{file} es de un tipo que no se admite aquí.",
    too_many: "Demasiados archivos.",
    full: "Ahora mismo no hay sitio para archivos. Inténtalo más tarde.",
    failed: "{file} no se ha podido subir. Elígelo de nuevo.",
  },
}
