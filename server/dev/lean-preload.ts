import type { Plugin } from "vite"

const helper = "\0vite/preload-helper.js"

/** Vite's helper for dynamic imports, as small as what is left of its work: stylesheets first (`modulePreload` is off), and its event where something cannot be loaded. */
export function leanPreload(): Plugin {
  let base = "/"
  return {
    name: "livetsx:lean-preload",
    apply: "build",
    enforce: "pre",
    configResolved: (config) => {
      base = config.base
    },
    load: (id) => (id === helper ? { code: source(base), map: null, moduleSideEffects: false } : undefined),
  }
}

function source(base: string): string {
  return `
    const styled = (path) => new Promise((onload, onerror) => {
      const href = ${JSON.stringify(base)} + path
      if (document.querySelector(\`link[rel=stylesheet][href="\${href}"]\`)) onload()
      else document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload, onerror }))
    })
    export const __vitePreload = (load, paths = []) =>
      Promise.all(paths.filter((path) => path.endsWith(".css")).map(styled)).then(load).catch((payload) => {
        if (dispatchEvent(Object.assign(new Event("vite:preloadError", { cancelable: true }), { payload }))) throw payload
      })`
}
