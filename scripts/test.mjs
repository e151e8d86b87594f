// Everything that must hold before a change is taken: `npm test`.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** @typedef {{ passed: number, failed: number }} Count */

const root = fileURLToPath(new URL("..", import.meta.url))
const bin = (/** @type {string} */ name) => `${root}node_modules/.bin/${name}`

/**
 * In order. A step counts what its report says, or as one failure where it fails without one.
 * @type {{ name: string, command: string[], report?: string, count?: (report: any) => Count, needs?: string }[]}
 */
const steps = [
  { name: "setup", command: [process.execPath, "scripts/setup.mjs"] },
  { name: "check", command: ["npm", "run", "--silent", "check"] },
  {
    name: "unit",
    command: [bin("vitest"), "run", "--reporter=default", "--reporter=json", "--outputFile.json=test-results/unit.json"],
    report: "test-results/unit.json",
    count: ({ numPassedTests, numFailedTests, numFailedTestSuites, success }) => ({
      passed: numPassedTests,
      failed: numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites)),
    }),
  },
  { name: "build", command: [bin("vite"), "build"] },
  {
    name: "e2e",
    needs: "build",
    command: [bin("playwright"), "test"],
    report: "test-results/e2e.json",
    count: ({ stats, errors }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }),
  },
  {
    name: "package",
    needs: "setup",
    command: [process.execPath, "scripts/test-package.mjs"],
    report: "test-results/package.json",
    count: ({ passed, failed }) => ({ passed, failed }),
  },
]

rmSync(`${root}test-results`, { recursive: true, force: true })
const total = { passed: 0, failed: 0 }
/** @type {Set<string>} */
const broken = new Set()
for (const step of steps) {
  if (step.needs && broken.has(step.needs)) continue
  console.log(`\n── ${step.name}`)
  const { passed, failed } = run(step)
  total.passed += passed
  total.failed += failed
  if (failed) broken.add(step.name)
  if (broken.has("setup")) break
}
if (broken.size) console.error(`\nFailed: ${[...broken].join(", ")}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed ? 1 : 0

/**
 * @param {(typeof steps)[number]} step
 * @returns {Count}
 */
function run({ command: [program = "", ...words], report, count }) {
  const { status } = spawnSync(program, words, { cwd: root, stdio: "inherit" })
  const counted =
    report && count && existsSync(root + report) ? count(JSON.parse(readFileSync(root + report, "utf8"))) : { passed: 0, failed: 0 }
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}
