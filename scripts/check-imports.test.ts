import { describe, expect, it } from "vitest"

import { importsOf, mistakes } from "./check-imports.mjs"

function check(files: Record<string, string>): string[] {
  return mistakes(new Map(Object.entries(files).map(([file, code]) => [file, importsOf(file, code)])))
}

describe("who may import whom", () => {
  it("lets a file import its own row and those below", () => {
    const files = {
      "server/events/dispatch.ts": `import { rooms } from "../rooms/rooms.ts"\nimport { a } from "./a.ts"`,
      "server/rooms/rooms.ts": "",
      "server/events/a.ts": "",
    }
    expect(check(files)).toEqual([])
  })

  it("refuses a file that imports what stands above it, also for types or dynamically", () => {
    expect(check({ "server/rooms/rooms.ts": `import type { A } from "../events/a.ts"` })[0]).toMatch(
      /^server\/rooms\/rooms.ts imports server\/events\/a.ts, which stands above it/,
    )
    expect(check({ "server/errors.ts": `export const load = () => import("./patches/render.ts")` })).toHaveLength(1)
    expect(check({ "server/errors.ts": `export { a } from "./patches/render.ts"` })).toHaveLength(1)
  })

  it("names the files of a cycle, once", () => {
    const files = { "server/events/a.ts": `import { b } from "./b.ts"`, "server/events/b.ts": `import { a } from "./a.ts"` }
    expect(check(files)).toEqual(["server/events/a.ts → server/events/b.ts → server/events/a.ts: a cycle. Expected imports to go one way."])
  })

  it("does not take types for a cycle, nor code in a string for an import", () => {
    const files = {
      "server/events/a.ts": `import { b } from "./b.ts"`,
      "server/events/b.ts": `import type { A } from "./a.ts"\nexport const text = \`import "../cli/livetsx.ts"\``,
    }
    expect(check(files)).toEqual([])
  })

  it("gives the browser nothing of the server but the protocol", () => {
    expect(check({ "client/a.ts": `import { limits } from "../server/protocol.ts"` })).toEqual([])
    expect(check({ "client/a.ts": `import { refuse } from "../server/errors.ts"` })[0]).toMatch(/Expected server\/protocol.ts/)
  })

  it("gives production nothing of the timeline", () => {
    expect(check({ "client/a.ts": `import { readPacket } from "./timeline/packets.ts"` })[0]).toMatch(/nothing of development/)
    expect(check({ "client/timeline/a.ts": `import { clock } from "../clock.ts"` })).toEqual([])
    expect(check({ "client/timeline/a.ts": `import type { Overlay } from "../../server/dev/overlay.ts"` })).toHaveLength(1)
  })

  it("lets components import the framework by its name alone", () => {
    expect(check({ "components/a.tsx": `import { page } from "livetsx"\nimport { B } from "./_b.tsx"\nimport { z } from "zod"` })).toEqual(
      [],
    )
    expect(check({ "components/a.tsx": `import { page } from "../server/index.ts"` })[0]).toMatch(/by its package's name/)
    expect(check({ "components/a.tsx": `import { serve } from "livetsx/application"` })).toHaveLength(1)
  })

  it("keeps what `livetsx new` copies to what is there when it has been copied", () => {
    expect(check({ "template/components/a.tsx": `import { page } from "livetsx"\nimport { b } from "./b.ts"` })).toEqual([])
    expect(check({ "template/components/a.tsx": `import { page } from "../../server/index.ts"` })[0]).toMatch(/stands in the template/)
    expect(
      check({ "template/components/a.test.tsx": `import { freshDatabase } from "../../components/data/fresh-database.ts"` }),
    ).toHaveLength(1)
  })

  it("keeps end-to-end tests outside", () => {
    expect(check({ "e2e/a.spec.ts": `import { limits } from "../server/protocol.ts"` })).toHaveLength(1)
    expect(check({ "e2e/a.spec.ts": `import { test } from "./test.ts"` })).toEqual([])
  })

  it("wants a place for every folder of the server", () => {
    expect(check({ "server/unheard/a.ts": `import { b } from "../errors.ts"` })[0]).toMatch(/has no place in the table/)
  })
})
