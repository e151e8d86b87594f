import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { createBuilder } from "vite"

import { startServer } from "./server-process.mjs"

const root = fileURLToPath(new URL("../application/", import.meta.url))
export const clientFolder = join(root, "dist/client")
/** @type {Promise<void> | undefined} */
let built

/** Builds the application of the benchmark as an author would, once. */
export function buildApplication() {
  built ??= build()
  return built
}

async function build() {
  const builder = await createBuilder({ root, configFile: join(root, "vite.config.ts"), logLevel: "error" })
  await builder.buildApp()
}

/**
 * @param {{ environment?: Record<string, string>, flags?: string[] }} [options]
 */
export async function startApplication(options) {
  await buildApplication()
  return startServer(join(root, "dist/server/main.js"), options)
}

/**
 * @param {string} name of a file in bench/limits
 * @param {{ flags?: string[] }} [options]
 */
export function startLimit(name, options) {
  return startServer(fileURLToPath(new URL(`../limits/${name}.mjs`, import.meta.url)), options)
}
