// Finds what the tests need beside npm's packages, and installs it where it may: `npm run setup`.
import { chromiumPath, onPath } from "./chromium.mjs"
import { install, mayInstall } from "./debian.mjs"

/** @type {{ name: string, debian: string, find: () => string | undefined }[]} */
const needed = [
  { name: "Chromium", debian: "chromium", find: chromiumPath },
  { name: "redis-server", debian: "redis-server", find: () => onPath("redis-server") },
]

const missing = needed.filter(({ find }) => !find())
if (missing.length && mayInstall()) install(missing.map(({ debian }) => debian))
const stillMissing = needed.filter(({ find }) => !find())
if (stillMissing.length) {
  const packages = stillMissing.map(({ debian }) => debian).join(" ")
  console.error(
    `The tests need ${stillMissing.map(({ name }) => name).join(" and ")}. Install with: sudo apt-get install ${packages} (or your system's way).`,
  )
  process.exit(1)
}
for (const { name, find } of needed) console.log(`✓ ${name}  ${find()}`)
