import { randomBytes } from "node:crypto"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { AuthorError } from "./errors.ts"
import type { Mode } from "./events/services.ts"

const shortest = 32

/** The secrets to sign with. Production must be given one; development makes its own and keeps it in the data directory. */
export function secretsOf(given: string[], mode: Mode, dataDir: string): string[] {
  const short = given.find((secret) => secret.length < shortest)
  if (short !== undefined) throw new AuthorError(`SECRET expected ${shortest} characters or more, got ${short.length}. ${howTo}`)
  if (given.length) return given
  if (mode === "production")
    throw new AuthorError(`SECRET is not set. Expected ${shortest} characters or more, the same on every server. ${howTo}`)
  return [mode === "test" ? newSecret() : keptSecret(dataDir)]
}

const howTo = `Make one with: node -e "console.log(require('node:crypto').randomBytes(32).toString('hex'))"`

function newSecret(): string {
  return randomBytes(32).toString("hex")
}

function keptSecret(dataDir: string): string {
  const file = join(dataDir, "development-secret")
  try {
    const secret = readFileSync(file, "utf8")
    if (secret.length >= shortest) return secret
  } catch {
    // There is none yet.
  }
  mkdirSync(dataDir, { recursive: true })
  const secret = newSecret()
  writeFileSync(file, secret, { mode: 0o600 })
  return secret
}
