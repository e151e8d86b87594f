/** What a visitor reads whose file is not there any more. */
export function goneText(lang: string): string {
  return lang.startsWith("es") ? "Este archivo ya no está aquí. Elígelo de nuevo." : "This file is no longer here. Choose it again."
}
