import { AuthorError } from "../errors.ts"

/** Refuses what does not stay on this origin: only a path, a query or a hash passes. `where` begins the message. */
export function checkUrl(url: unknown, where: string): string {
  if (typeof url === "string" && url !== "" && staysHere(url)) return url
  throw new AuthorError(
    `${where} got the URL ${JSON.stringify(url) ?? typeof url}.\nExpected a path on this site, such as "/inbox?page=2".`,
  )
}

/** A browser drops tabs and line breaks and takes `\` for `/`, so that neither is let through. */
function staysHere(url: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u001f\u007f\\]|^\s|\s$|^\/\/|^[a-z][a-z0-9+.-]*:/i.test(url)) return false
  if (!URL.canParse(url, base)) return false
  const { origin, pathname, username, password } = new URL(url, base)
  return origin === base && !pathname.startsWith("//") && username === "" && password === ""
}

const base = "http://this.invalid"
