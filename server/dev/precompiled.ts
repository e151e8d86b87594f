import type { Plugin } from "vite"

import { withTemplates } from "./jsx-templates.ts"

/** Components are rendered from strings where their elements do not change: TSX of the server becomes templates before it is compiled. */
export function precompiled(): Plugin {
  return {
    name: "livetsx:precompiled",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name !== "client",
    transform: {
      filter: { id: { include: /\.[jt]sx$/, exclude: /\/node_modules\// } },
      handler: (code, id) => withTemplates(code, id),
    },
  }
}
