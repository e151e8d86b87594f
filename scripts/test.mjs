// Everything that must hold before a change is taken: `npm test`.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { relative } from "node:path"
import { fileURLToPath } from "node:url"

/**
 * What a step's report says; `failures` are texts, each of what failed and why.
 * @typedef {{ passed: number, failures: string[] }} Outcome
 */

const root = fileURLToPath(new URL("..", import.meta.url))
const bin = (/** @type {string} */ name) => `${root}node_modules/.bin/${name}`

/**
 * In order. A step counts what its report says, or as one failure where it fails without one.
 * @type {{ name: string, command: string[], report?: string, read?: (report: any) => Outcome, needs?: string }[]}
 */
const steps = [
  { name: "setup", command: [process.execPath, "scripts/setup.mjs"] },
  { name: "check", command: ["npm", "run", "--silent", "check"] },
  {
    name: "unit",
    command: [bin("vitest"), "run", "--reporter=default", "--reporter=json", "--outputFile.json=test-results/unit.json"],
    report: "test-results/unit.json",
    read: unitOutcome,
  },
  { name: "build", command: [bin("vite"), "build"] },
  {
    name: "e2e",
    needs: "build",
    command: [bin("playwright"), "test"],
    report: "test-results/e2e.json",
    read: browserOutcome,
  },
  {
    name: "package",
    needs: "setup",
    command: [process.execPath, "scripts/test-package.mjs"],
    report: "test-results/package.json",
    read: packageOutcome,
  },
]

rmSync(`${root}test-results`, { recursive: true, force: true })
let passed = 0
/** @type {string[]} */
const failures = []
/** @type {Set<string>} */
const broken = new Set()
for (const step of steps) {
  if (step.needs && broken.has(step.needs)) continue
  console.log(`\n── ${step.name}`)
  const outcome = run(step)
  passed += outcome.passed
  failures.push(...outcome.failures.map((failure) => `${step.name}: ${failure}`))
  if (outcome.failures.length) broken.add(step.name)
  if (broken.has("setup")) break
}
// Once more, together: a log may be kept from its end only.
if (failures.length) console.error(`\nFailed:\n\n${failures.map(shortened).join("\n\n")}`)
console.log(`\n${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length ? 1 : 0

/**
 * @param {(typeof steps)[number]} step
 * @returns {Outcome}
 */
function run({ command: [program = "", ...words], report, read }) {
  const { status } = spawnSync(program, words, { cwd: root, stdio: "inherit" })
  const outcome =
    report && read && existsSync(root + report) ? read(JSON.parse(readFileSync(root + report, "utf8"))) : { passed: 0, failures: [] }
  return status !== 0 && !outcome.failures.length ? { ...outcome, failures: [`ended with ${status}; what it said is above`] } : outcome
}

/**
 * Vitest's.
 * @param {{ numPassedTests: number, testResults: { name: string, status: string, message: string, assertionResults: { fullName: string, status: string, failureMessages: string[] }[] }[] }} report
 * @returns {Outcome}
 */
function unitOutcome({ numPassedTests, testResults }) {
  const failures = testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed")
      if (!failed.length) return [`${relative(root, name)}\n${message}`]
      return failed.map(({ fullName, failureMessages }) => `${relative(root, name)} › ${fullName}\n${failureMessages.join("\n")}`)
    })
  return { passed: numPassedTests, failures }
}

/**
 * Playwright's.
 * @param {{ stats: { expected: number }, errors: { message: string }[], suites: Suite[] }} report
 * @returns {Outcome}
 */
function browserOutcome({ stats, errors, suites }) {
  return { passed: stats.expected, failures: [...errors.map(({ message }) => message), ...suites.flatMap(failedSpecs)] }
}

/**
 * @typedef {{ specs?: { file: string, title: string, ok: boolean, tests: { results: { error?: { message: string } }[] }[] }[], suites?: Suite[] }} Suite
 * @param {Suite} suite
 * @returns {string[]}
 */
function failedSpecs({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap(({ error }) => (error ? [error.message] : [])))
      return `${file} › ${title}\n${errors.join("\n")}`
    })
  return [...own, ...suites.flatMap(failedSpecs)]
}

/**
 * That of `scripts/test-package.mjs`.
 * @param {{ passed: number, results: { name: string, error?: string }[] }} report
 * @returns {Outcome}
 */
function packageOutcome({ passed, results }) {
  return { passed, failures: results.flatMap(({ name, error }) => (error === undefined ? [] : [`${name}\n${error}`])) }
}

/** @param {string} text */
function shortened(text) {
  const lines = text.split("\n")
  return lines.length > 25 ? [...lines.slice(0, 25), "…"].join("\n") : text
}
