import Negotiator from "negotiator"

/** The language of a visitor, among those that the application has: the cookie `lang`, then Accept-Language, then the first. */
export function negotiate(languages: string[], cookie: string | undefined, acceptLanguage: string | undefined): string {
  return known(languages, cookie) ?? accepted(languages, acceptLanguage) ?? languages[0] ?? "en"
}

/** The language among those that the application has, in its spelling; "es-MX" is "es" where there is no "es-MX". */
export function known(languages: string[], language: string | undefined): string | undefined {
  if (typeof language !== "string" || language.length > 35) return undefined
  const wanted = language.toLowerCase()
  return languages.find((each) => each.toLowerCase() === wanted) ?? languages.find((each) => wanted.startsWith(`${each.toLowerCase()}-`))
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-accept-language */
function accepted(languages: string[], header: string | undefined): string | undefined {
  return header ? new Negotiator({ headers: { "accept-language": header } }).language(languages) : undefined
}
