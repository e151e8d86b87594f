import { extname } from "node:path"
import { fileURLToPath } from "node:url"
import { Script } from "node:vm"

let made: Promise<Script> | undefined

/**
 * The application's script for the browser: the framework's client, components/client.ts and the controllers, bundled as for production, once in a process.
 * Run in a window, it gives a function that takes the window's `location` and starts the page.
 */
export function browserScript(): Promise<Script> {
  made ??= bundle()
  return made
}

async function bundle(): Promise<Script> {
  const { build } = await import("vite")
  const entry = fileURLToPath(new URL(`./in-page${extname(import.meta.url)}`, import.meta.url))
  const result = await build({
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: "strict", output: { format: "iife", name: "inPage" } },
    },
  })
  const [output] = [result].flat()
  const [chunk] = output && "output" in output ? output.output : []
  if (chunk?.type !== "chunk") throw new Error("Vite gave no script for the browser.")
  return new Script(`(function (location) {\n${chunk.code}\nreturn inPage\n})`, { filename: "livetsx-browser-script.js" })
}
