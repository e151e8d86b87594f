import { readFileSync } from "node:fs"
import { join } from "node:path"

import { builtAssets } from "./built-assets.ts"
import { output } from "./module-names.ts"
import type { Sources } from "./module-names.ts"

type Name =
  | "virtual:livetsx/components"
  | "virtual:livetsx/app"
  | "virtual:livetsx/assets"
  | "virtual:livetsx/parts"
  | "virtual:livetsx/main"
  | "virtual:livetsx/development"

/** Modules of the server: which files there are, and how they are put together. */
export const serverModules: Sources<Name> = {
  "virtual:livetsx/components": () => `
    const files = import.meta.glob(["/components/**/*.tsx", "!/components/**/_*.tsx", "!/components/**/*.test.tsx", "!/components/app.tsx"])
    export const modules = Object.fromEntries(Object.entries(files).map(([path, load]) => [path.slice(1), load]))`,

  "virtual:livetsx/app": () => `
    const files = import.meta.glob(["/components/app.ts", "/components/app.tsx"])
    export const app = files["/components/app.ts"] ?? files["/components/app.tsx"]`,

  "virtual:livetsx/assets": ({ root }) => {
    const assets = builtAssets(readFileSync(join(root, output.client, ".vite/manifest.json"), "utf8"))
    return `
      import { join } from "node:path"
      export const assets = { ...${JSON.stringify(assets)}, directory: join(import.meta.dirname, "../client") }`
  },

  "virtual:livetsx/parts": () => `
    import { modules } from "virtual:livetsx/components"
    import { app } from "virtual:livetsx/app"
    import { assets } from "virtual:livetsx/assets"
    export { createApplication } from "livetsx/application"
    export const parts = { modules, app, assets, mode: "production" }`,

  "virtual:livetsx/main": () => `
    import { serve } from "livetsx/application"
    import { parts } from "virtual:livetsx/parts"
    // Stacks name the lines of the sources: components are loaded after this.
    process.setSourceMapsEnabled(true)
    await serve(parts)`,

  "virtual:livetsx/development": () => `
    export { createApplication } from "livetsx/application"
    export { modules } from "virtual:livetsx/components"
    export { app } from "virtual:livetsx/app"`,
}
