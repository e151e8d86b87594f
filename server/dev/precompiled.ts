import { relative } from "node:path"

import type { Plugin } from "vite"

import { withTemplates } from "./jsx-templates.ts"
import { markupMistakes } from "./markup-mistakes.ts"

/** Components are rendered from strings where their elements do not change: TSX of the server becomes templates before it is compiled. */
export function precompiled(): Plugin {
  return {
    name: "livetsx:precompiled",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name !== "client",
    transform: {
      filter: { id: { include: /\.[jt]sx$/, exclude: /\/node_modules\// } },
      handler(code, id) {
        // Builds say nothing of where a warning belongs.
        const path = relative(this.environment.config.root, id)
        for (const { text, at } of markupMistakes(code, id)) this.warn(`${path}:${lineOf(code, at)} ${text}`, at)
        return withTemplates(code, id)
      },
    },
  }
}

function lineOf(code: string, offset: number): number {
  return code.slice(0, offset).split("\n").length
}
