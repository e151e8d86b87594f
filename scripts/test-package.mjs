// Packs the package, installs it in an empty application and uses it as its author would: `npm run test:package`.
import assert from "node:assert/strict"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { chromium } from "@playwright/test"

import { chromiumFlags, chromiumPath } from "./chromium.mjs"
import { freePort, run, startServer } from "./processes.mjs"
import { developmentChecks, writeLab } from "./test-development.mjs"
import { newApplicationChecks } from "./test-new-application.mjs"

const repository = fileURLToPath(new URL("..", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "livetsx-package-"))
const application = join(folder, "counter")
const bin = (/** @type {string} */ name) => join(application, "node_modules/.bin", name)
const ownBin = (/** @type {string} */ name) => join(repository, "node_modules/.bin", name)
const { version, devDependencies } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"))

/** @type {Record<string, () => unknown>} */
const installation = { "is packed with what it needs and installs in an empty application": install }

/** @type {Record<string, () => unknown>} */
const checks = {
  "pleases publint": () =>
    run(repository, ownBin("publint"), ["run", join(application, "node_modules/livetsx"), "--strict", "--pack", "false"]),
  "pleases attw": () => run(repository, ownBin("attw"), [tarball(), "--profile", "esm-only"]),
  "compiles the counter": () => run(application, bin("tsc"), ["--noEmit"]),
  "does not compile a call without its data": refusesWrongData,
  "builds the counter": () => run(application, bin("vite"), ["build"]),
  "says what is wrong when there is no secret": refusesToStart,
  "starts what was built, and a click counts": countsWhenBuilt,
  "serves for development, and a click counts": servesForDevelopment,
  "lists the handlers": listsHandlers,
  "lists the handlers of what was built, where there are no sources": listsBuiltHandlers,
  "runs the tests of its author": runsTests,
  ...newApplicationChecks({ folder, livetsx: bin("livetsx"), tarball: tarball(), inChromium }),
  "says its version": () => assert.equal(run(application, bin("livetsx"), ["--version"]).trim(), version),
}

/** @type {{ name: string, error?: string }[]} */
const results = []
await runChecks("the package", installation)
if (results.every(({ error }) => error === undefined)) await runChecks("the package", checks)
rmSync(folder, { recursive: true, force: true })
const failed = results.filter(({ error }) => error !== undefined).length
mkdirSync(join(repository, "test-results"), { recursive: true })
writeFileSync(join(repository, "test-results/package.json"), JSON.stringify({ passed: results.length - failed, failed, results }))
console.log(`package: ${results.length - failed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)

/**
 * @param {string} subject
 * @param {Record<string, () => unknown>} checks
 */
async function runChecks(subject, checks) {
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check()
      results.push({ name })
      console.log(`✓ ${subject} ${name}`)
    } catch (error) {
      results.push({ name, error: error instanceof Error ? error.message : String(error) })
      console.error(`✗ ${subject} ${name}\n`, error)
    }
  }
}

function tarball() {
  return join(folder, `livetsx-${version}.tgz`)
}

function install() {
  run(repository, "npm", ["pack", "--pack-destination", folder])
  cpSync(join(repository, "scripts/counter-application"), application, { recursive: true })
  installed("vite", "typescript", "zod")
}

/** @param {string[]} names of packages, in the versions that this repository uses */
function installed(...names) {
  const versions = names.map((name) => `${name}@${devDependencies[name]}`)
  run(application, "npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball(), ...versions])
}

/** Types that were lost on the way would be `any`, and everything would compile. */
function refusesWrongData() {
  const path = join(application, "components/_wrong.tsx")
  writeFileSync(
    path,
    `import { on } from "livetsx"\nimport { add } from "./counter"\nexport const wrong = [<b {...on("click", add, { by: "one" })} />, <b {...on("click", add)} />]\n`,
  )
  try {
    assert.throws(() => run(application, bin("tsc"), ["--noEmit"]), /_wrong\.tsx\(3,/)
  } finally {
    rmSync(path)
  }
}

function refusesToStart() {
  assert.throws(
    () => run(application, bin("livetsx"), ["start"], { SECRET: "", PORT: "0", NODE_ENV: "production" }),
    /ended with 1[\s\S]*SECRET/,
  )
}

async function countsWhenBuilt() {
  const port = await freePort()
  const env = {
    PORT: String(port),
    HOST: "127.0.0.1",
    SECRET: "a secret of this test alone, 32 characters or more",
    NODE_ENV: "production",
  }
  const server = await startServer(application, bin("livetsx"), ["start"], env, `http://127.0.0.1:${port}/counter`)
  try {
    assert.match(server.output(), /✓ components\/counter\.tsx {2}1 handler, 1 page/)
    await inChromium(`http://127.0.0.1:${port}/counter`, count)
  } finally {
    assert.equal(await server.stop(), 0, `livetsx start ends with 0 on SIGTERM. It printed:\n${server.output()}`)
  }
}

async function servesForDevelopment() {
  writeLab(application)
  const port = await freePort()
  const vite = join(application, "node_modules/vite/bin/vite.js")
  const words = [vite, "--port", String(port), "--strictPort", "--host", "127.0.0.1"]
  const server = await startServer(application, process.execPath, words, { NODE_ENV: "development" }, `http://127.0.0.1:${port}/counter`)
  try {
    await inChromium(`http://127.0.0.1:${port}/counter`, count)
    await inChromium(
      `http://127.0.0.1:${port}/lab`,
      async (page) => {
        await page.getByLabel("Typed").fill("half a sentence")
        await runChecks("the development server", developmentChecks(application, page))
      },
      /overlay|Failed to load resource|two is too much|handler_error|WebSocket|\[vite\]|refused/i,
    )
  } finally {
    await server.stop()
  }
}

/**
 * Both buttons, the one by `on()` and the one by hand, count.
 * @param {import("@playwright/test").Page} page
 */
async function count(page) {
  await page.locator("output", { hasText: /^0$/ }).waitFor()
  const buttons = page.getByRole("button")
  await buttons.first().click()
  await page.locator("output", { hasText: /^1$/ }).waitFor()
  await buttons.last().click()
  await page.locator("output", { hasText: /^2$/ }).waitFor()
}

/**
 * Errors of the page and its console are failures, except those that are expected.
 * @param {string} address
 * @param {(page: import("@playwright/test").Page) => Promise<void>} use
 * @param {RegExp} [expected]
 */
async function inChromium(address, use, expected) {
  const executablePath = chromiumPath()
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: chromiumFlags })
  try {
    const context = await browser.newContext({ baseURL: address })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    /** @type {string[]} */
    const errors = []
    page.on("pageerror", (error) => errors.push(String(error)))
    page.on("console", (message) => message.type() === "error" && errors.push(`${message.text()} ${message.location().url}`))
    await page.goto(address)
    await use(page)
    assert.deepEqual(expected ? errors.filter((error) => !expected.test(error)) : errors, [])
  } finally {
    await browser.close()
  }
}

function runsTests() {
  const test = `
    import { openPage, testApp } from "livetsx/testing"
    import { expect, it } from "vitest"

    it("counts", async () => {
      const live = await testApp()
      const page = await openPage(live, "/counter")
      await page.click("+1")
      await page.settled()
      expect(page.text("output")).toBe("1")
      await live.close()
    })`
  writeFileSync(join(application, "components/counter.test.tsx"), test)
  installed("vitest", "jsdom")
  assert.match(run(application, bin("vitest"), ["run"], { NO_COLOR: "1" }), /Tests +1 passed/)
}

function listsBuiltHandlers() {
  const built = join(folder, "built")
  cpSync(join(application, "dist"), join(built, "dist"), { recursive: true })
  symlinkSync(join(application, "node_modules"), join(built, "node_modules"))
  assert.match(run(built, bin("livetsx"), ["handlers"]), /^add +components\/counter\.tsx$/m)
}

function listsHandlers() {
  assert.match(run(application, bin("livetsx"), ["handlers"]), /^add +components\/counter\.tsx$/m)
}
