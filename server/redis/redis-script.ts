import { createHash } from "node:crypto"

import type { RedisClient } from "./connect-redis.ts"

/** A Lua program that Redis runs in one step. */
export interface RedisScript {
  readonly lua: string
  readonly sha: string
}

export function redisScript(lua: string): RedisScript {
  return { lua, sha: createHash("sha1").update(lua).digest("hex") }
}

/** Sends the script by its hash, and whole to a Redis that does not have it yet. */
export async function runScript(
  client: RedisClient,
  { lua, sha }: RedisScript,
  keys: string[],
  args: (string | number)[],
): Promise<unknown> {
  const options = { keys, arguments: args.map(String) }
  try {
    return await client.evalSha(sha, options)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error
    return client.eval(lua, options)
  }
}
