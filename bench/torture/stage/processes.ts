import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import { setTimeout as pause } from "node:timers/promises"

/** Ends a process that was started here, and waits for it. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return
  const ended = once(child, "exit")
  child.kill(signal)
  await ended
}

export function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

/** Starts a program; what it prints is kept, so that a failure can be told. */
export function start(
  program: string,
  words: string[],
  environment: Record<string, string> = {},
): { child: ChildProcess; output: () => string } {
  const child = spawn(program, words, { env: { PATH: process.env.PATH, ...environment }, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  const keep = (chunk: unknown) => {
    output = (output + String(chunk)).slice(-20_000)
  }
  child.stdout?.on("data", keep)
  child.stderr?.on("data", keep)
  return { child, output: () => output }
}

/** A port of this machine that nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address ? address.port : 0
}

/** Waits for something that must come to pass; an error says what did not. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, patience = 30_000): Promise<void> {
  for (const from = Date.now(); !(await condition()); await pause(20))
    if (Date.now() - from > patience) throw new Error(`${what} did not come to pass within ${patience} ms.`)
}
