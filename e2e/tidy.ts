import { rmSync } from "node:fs"

/** Takes away what was built for this run alone. */
export default function tidy(): void {
  const folder = process.env.E2E_LAB_DIR
  if (folder) rmSync(folder, { recursive: true, force: true })
}
