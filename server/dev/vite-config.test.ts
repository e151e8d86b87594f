import { expect, it } from "vitest"

import { isWritten } from "./vite-config.ts"

it("tells what an application writes from its sources, wherever it stands", () => {
  const written = isWritten("/srv/dist/shop")
  const paths = [".livetsx", ".livetsx/pages.json", "dist/client/index.js", "components/a.tsx", "components/dist/a.tsx", "distance.tsx"]
  expect(paths.filter((path) => written(`/srv/dist/shop/${path}`))).toEqual([".livetsx", ".livetsx/pages.json", "dist/client/index.js"])
  expect(written("/srv/dist")).toBe(false)
})
