import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** For tests: from here on, the lessons' database is a new one. Returns its directory. */
export function useFreshDatabase(): string {
  const directory = mkdtempSync(join(tmpdir(), "lessons-"))
  process.env.DATA_DIR = directory
  return directory
}
