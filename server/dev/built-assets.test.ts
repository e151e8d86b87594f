import { describe, expect, it } from "vitest"

import { builtAssets } from "./built-assets.ts"

const manifest = JSON.stringify({
  "virtual:livetsx/client": {
    file: "assets/client-1.js",
    isEntry: true,
    imports: ["_shared"],
    dynamicImports: ["lazy.ts"],
    css: ["assets/client-2.css"],
  },
  _shared: { file: "assets/shared-3.js", imports: ["_deeper"] },
  _deeper: { file: "assets/deeper-4.js", imports: ["_shared"], css: ["assets/deeper-5.css"] },
  "lazy.ts": { file: "assets/lazy-6.js", isDynamicEntry: true },
})

describe("the built assets", () => {
  it("are the entry, what it imports, and their stylesheets, but not what is loaded when first used", () => {
    expect(builtAssets(manifest)).toMatchObject({
      scripts: ["/assets/client-1.js"],
      preloads: ["/assets/deeper-4.js", "/assets/shared-3.js"],
      styles: ["/assets/deeper-5.css", "/assets/client-2.css"],
    })
  })

  it("name a build by what is in it", () => {
    expect(builtAssets(manifest).build).toBe(builtAssets(manifest).build)
    expect(builtAssets(manifest.replaceAll("client-1", "client-9")).build).not.toBe(builtAssets(manifest).build)
  })

  it("are an error where the build has no entry", () => {
    expect(() => builtAssets("{}")).toThrow(/has no entry/)
  })
})
