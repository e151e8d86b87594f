import { createRequire } from "node:module"

import { listHandlers } from "./list-handlers.ts"
import { newApplication } from "./new-application.ts"
import { startBuilt } from "./start-built.ts"
import type { Command, Terminal } from "./terminal.ts"
import { consoleTerminal } from "./terminal.ts"

const commands: Record<string, { takes?: string; run: Command }> = {
  new: { takes: "one argument, the name of the application, such as my-app", run: newApplication },
  start: { run: startBuilt },
  handlers: { run: listHandlers },
  "--help": { run: async (_root, { out }) => say(out, usage) },
  "--version": { run: async (_root, { out }) => say(out, version()) },
}

const usage = `Usage: livetsx <command>

  new NAME   makes a small application in a new folder, or in this one, if it is empty, where NAME is "."
  start      runs what \`vite build\` built: the same as \`node dist/server/main.js\`
  handlers   lists the handlers of the application, with their files
  --help     shows this
  --version  shows the version`

/** Runs a command of the command line, `livetsx start`, in the working directory, and gives the exit code: 2 where there is no such command. */
export async function run(words: string[], terminal: Terminal = consoleTerminal, root = process.cwd()): Promise<number | undefined> {
  const [name = "--help", ...rest] = words
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command && rest.includes("--help")) return say(terminal.out, usage)
  if (command && rest.length === (command.takes ? 1 : 0)) return command.run(root, terminal, ...rest)
  const takes = command && `livetsx ${name} takes ${command.takes ?? "no arguments"}. Got: ${rest.join(" ") || "nothing"}\n`
  terminal.error(takes ?? `There is no command "${name}".\n`)
  terminal.error(usage)
  return 2
}

function say(out: Terminal["out"], text: string): number {
  out(text)
  return 0
}

function version(): string {
  const ownPackage: { version: string } = createRequire(import.meta.url)("livetsx/package.json")
  return ownPackage.version
}
