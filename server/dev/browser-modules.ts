import { componentFiles, identifiers } from "./component-files.ts"
import { FIXED } from "./overlay.ts"
import type { Making, Sources } from "./module-names.ts"
import { EVENT_ENDED } from "./timeline.ts"

type Name =
  | "virtual:livetsx/client"
  | "virtual:livetsx/start"
  | "virtual:livetsx/timeline"
  | "virtual:livetsx/styles"
  | "virtual:livetsx/controllers"

/** Modules of the browser: the entry, and what it starts with. */
export const browserModules: Sources<Name> = {
  // Where start() has been called already, it only adds the controllers.
  "virtual:livetsx/client": ({ root, building }) => `
    import "virtual:livetsx/styles"
    ${componentFiles(root).client ? `import "/components/client.ts"` : ""}
    import "virtual:livetsx/start"
    import { start } from "livetsx/client"
    import { controllers } from "virtual:livetsx/controllers"
    start({ controllers })
    ${building ? "" : closedOverlay}`,

  // Before the controllers: the page is live also where a library of theirs throws as it is loaded.
  "virtual:livetsx/start": () => `
    import { start } from "livetsx/client"
    start()`,

  // A script of its own, before the entry: it takes the place of the connection that the entry opens.
  "virtual:livetsx/timeline": () => `
    import { startTimeline } from "livetsx/timeline"
    startTimeline((listener) => import.meta.hot.on(${JSON.stringify(EVENT_ENDED)}, listener))`,

  "virtual:livetsx/styles": (making) => (making.building ? bundledStyles(making) : linkedStyles(making)),

  "virtual:livetsx/controllers": ({ root, building }) => {
    const found = [...identifiers(componentFiles(root).controllers)]
    return `
      ${found.map(([, path], index) => `import controller${index} from ${JSON.stringify(path)}`).join("\n")}
      export const controllers = { ${found.map(([identifier], index) => `${JSON.stringify(identifier)}: controller${index}`).join(", ")} }
      ${building ? "" : replacedControllers}`
  },
}

function bundledStyles({ root }: Making): string {
  return componentFiles(root)
    .styles.map((path) => `import ${JSON.stringify(path)}`)
    .join("\n")
}

/** The server says when a mistake has been put right; Vite itself takes the overlay away only with a change of the browser's own modules. */
const closedOverlay = `
  import.meta.hot.on(${JSON.stringify(FIXED)}, () => {
    for (const overlay of document.querySelectorAll("vite-error-overlay")) overlay.close()
  })`

/** In development the document links every stylesheet, as it does when built; this module only follows files that come and go. */
function linkedStyles({ root }: Making): string {
  return `
    const paths = ${JSON.stringify(componentFiles(root).styles)}
    const links = [...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => [new URL(link.href).pathname, link])
    for (const [path, link] of links) if (path.startsWith("/components/") && !paths.includes(path)) link.remove()
    for (const path of paths) {
      if (links.some(([linked]) => linked === path)) continue
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: path }))
    }
    import.meta.hot.accept()`
}

/** Stimulus disconnects the controllers of an identifier that is registered again and connects the new ones: the page itself stays. */
const replacedControllers = `
  import { start } from "livetsx/client"
  import.meta.hot.accept((changed) => changed && start(changed))`
