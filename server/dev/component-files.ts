import { readdirSync } from "node:fs"
import { basename, join } from "node:path"

/** Stylesheets and controllers of an application: paths from its root, such as "/components/chat/chat.css", in order. */
export interface ComponentFiles {
  styles: string[]
  controllers: string[]
  /** components/client.ts, where there is one. */
  client: string | undefined
}

/** Finds what the browser needs in the `components` folder under a root. */
export function componentFiles(root: string): ComponentFiles {
  const paths = filesUnder(root)
  return {
    styles: paths.filter((path) => path.endsWith(".css")),
    controllers: paths.filter(isController),
    client: paths.find((path) => path === "/components/client.ts"),
  }
}

/** Whether a file that appears or goes changes what the browser loads. */
export function concernsBrowser(path: string): boolean {
  return path.endsWith(".css") || isController(path) || path === "/components/client.ts"
}

/** Stimulus's own naming, by file: "chat/scroll_down-controller.ts" is "scroll-down". Two files of one name are an error. */
export function identifiers(controllers: string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const path of controllers) {
    const identifier = basename(path, "-controller.ts").replaceAll("_", "-")
    const other = found.get(identifier)
    if (other)
      throw new Error(
        `Two Stimulus controllers are called "${identifier}": ${other.slice(1)} and ${path.slice(1)}.\nExpected every *-controller.ts to have a name of its own.`,
      )
    found.set(identifier, path)
  }
  return found
}

function isController(path: string): boolean {
  return path.endsWith("-controller.ts")
}

function filesUnder(root: string): string[] {
  try {
    const entries = readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" })
    return entries.map((path) => `/components/${path.replaceAll("\\", "/")}`).sort()
  } catch {
    return []
  }
}
