// The tests of the DOM in browsers that Playwright does not drive here, Debian's Firefox and WebKit: `npm run test:browsers`, or with a name for one of them.
import { spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import { onPath } from "./chromium.mjs"
import { install, mayInstall } from "./debian.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const report = "test-results/browsers.json"
/** What needs nothing but a page: the whole client, with a server behind it, is tested in Chromium. */
const files = ["difference-actions", "fields", "morph", "optimistic", "patch-actions", "undisturbed"].map(
  (name) => `client/${name}.chromium.test.ts`,
)

/** @typedef {{ LIVETSX_BROWSER_PATH?: string | undefined, LIVETSX_DRIVER_PATH?: string | undefined }} Found */

/** @type {Record<string, { debian: string[], find: () => Found, needsDisplay?: boolean }>} */
const browsers = {
  firefox: {
    debian: ["firefox-esr"],
    find: () => ({ LIVETSX_BROWSER_PATH: ["firefox-esr", "firefox"].map(onPath).find((path) => path) }),
  },
  webkit: {
    debian: ["webkit2gtk-driver", "xvfb"],
    find: () => ({ LIVETSX_BROWSER_PATH: miniBrowser(), LIVETSX_DRIVER_PATH: onPath("Xvfb") && onPath("WebKitWebDriver") }),
    needsDisplay: true,
  },
}

const wanted = process.argv.slice(2)
for (const [name, browser] of Object.entries(browsers)) {
  if (wanted.length && !wanted.includes(name)) continue
  if (!isFound(browser.find()) && mayInstall()) install(browser.debian)
  if (isFound(browser.find())) await run(name, browser)
  else console.log(`${name}: not run, since ${browser.debian.join(" and ")} cannot be found.`)
}

/** @param {Found} found */
function isFound(found) {
  return Object.values(found).every((path) => path !== undefined)
}

/** WebKitGTK's small browser lies beside its library. */
function miniBrowser() {
  const libraries = ["/usr/lib", "/usr/libexec"].filter(existsSync)
  const folders = libraries.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => `${folder}/${name}`)])
  const candidates = folders.flatMap((folder) => ["4.1", "4.0", "6.0"].map((version) => `${folder}/webkit2gtk-${version}/MiniBrowser`))
  return candidates.find((path) => existsSync(path))
}

/**
 * @param {string} name
 * @param {(typeof browsers)[string]} browser
 */
async function run(name, { find, needsDisplay }) {
  mkdirSync(`${root}test-results`, { recursive: true })
  const display = needsDisplay ? await startDisplay() : undefined
  const env = { ...process.env, ...find(), LIVETSX_BROWSER: name, ...(display && { DISPLAY: display.name }) }
  const words = [
    "run",
    "--no-file-parallelism",
    "--reporter=json",
    `--outputFile=${report}`,
    "--testTimeout=60000",
    "--hookTimeout=60000",
    ...files,
  ]
  const { stderr, status } = spawnSync(`${root}node_modules/.bin/vitest`, words, { cwd: root, env, encoding: "utf8" })
  display?.stop()
  if (!existsSync(root + report)) {
    console.error(`${name}: vitest ended with ${status}\n${stderr}`)
    process.exitCode = 1
  } else tell(name, JSON.parse(readFileSync(root + report, "utf8")))
}

/**
 * @param {string} name
 * @param {{ testResults: { message: string, assertionResults: { fullName: string, status: string, failureMessages: string[] }[] }[] }} results
 */
function tell(name, { testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = tests.filter(({ status }) => status === "failed")
  const beyond = failed.filter(({ failureMessages }) => failureMessages.some((message) => message.includes("cannot be run in")))
  const wrong = failed.filter((test) => !beyond.includes(test))
  const broken = testResults.filter(({ message, assertionResults }) => message && !assertionResults.length)
  for (const { fullName, failureMessages } of wrong) console.error(`✗ ${name}: ${fullName}\n${failureMessages.join("\n")}\n`)
  for (const { message } of broken) console.error(`✗ ${name}: ${message}\n`)
  console.log(
    `${name}: ${tests.length - failed.length} passed, ${wrong.length + broken.length} failed${beyond.length ? `; could not be run: ${beyond.map(({ fullName }) => `“${fullName}”`).join(", ")}` : ""}`,
  )
  if (wrong.length || broken.length) process.exitCode = 1
}

/** A screen that nobody sees, by a number that is free. @returns {Promise<{ name: string, stop: () => void }>} */
function startDisplay() {
  return new Promise((resolve, reject) => {
    const xvfb = spawn(onPath("Xvfb") ?? "Xvfb", ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    })
    xvfb.once("error", reject)
    xvfb.stdio[3]?.once("data", (number) => resolve({ name: `:${String(number).trim()}`, stop: () => void xvfb.kill() }))
  })
}
