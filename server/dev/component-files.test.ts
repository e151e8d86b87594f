import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

import { describe, expect, it } from "vitest"

import { componentFiles, identifiers } from "./component-files.ts"

function application(...paths: string[]): string {
  const root = mkdtempSync(join(tmpdir(), "livetsx-files-"))
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), "")
  }
  return root
}

describe("an application's files", () => {
  it("are stylesheets and controllers at any depth, in order, and components/client.ts", () => {
    const root = application(
      "components/b.css",
      "components/a/z.css",
      "components/chat/scroll-controller.ts",
      "components/client.ts",
      "components/chat.tsx",
    )
    expect(componentFiles(root)).toEqual({
      styles: ["/components/a/z.css", "/components/b.css"],
      controllers: ["/components/chat/scroll-controller.ts"],
      client: "/components/client.ts",
    })
  })

  it("are none where there is no components folder", () => {
    expect(componentFiles(application("package.json"))).toEqual({ styles: [], controllers: [], client: undefined })
  })

  it("leave tests of controllers out", () => {
    expect(componentFiles(application("components/scroll-controller.test.ts")).controllers).toEqual([])
  })
})

describe("identifiers of controllers", () => {
  it("are the file's name, with dashes for underscores", () => {
    expect([...identifiers(["/components/chat/scroll_down-controller.ts"])]).toEqual([
      ["scroll-down", "/components/chat/scroll_down-controller.ts"],
    ])
  })

  it("name both files that want the same", () => {
    const clash = () => identifiers(["/components/a/menu-controller.ts", "/components/b/menu-controller.ts"])
    expect(clash).toThrow(/"menu": components\/a\/menu-controller.ts and components\/b\/menu-controller.ts/)
  })
})
