import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { join, resolve } from "node:path"

import { startBrowser } from "../stage/browser.ts"
import { finding, type Row } from "../stage/row.ts"

/** Everything works under the policy that applications are sent with; every page of the end-to-end suite reports what violates it. */
export const contentPolicy: Row = {
  promise: "the whole end-to-end suite under the Content-Security-Policy",
  target: "0 violations",
  guard: {
    what: "what the policy lets the page load",
    in: "server",
    cuts: [[/"script-src 'self' 'nonce-\{nonce\}'"/, "\"script-src 'none'\""]],
  },
  async run(stage, short) {
    const node = await stage.node()
    const page = await (await startBrowser(stage)).newPage()
    const violations: string[] = []
    page.on("console", (message) => {
      if (/Content.Security.Policy|TrustedHTML|TrustedScript/i.test(message.text())) violations.push(message.text())
    })
    await page.goto(`${node.url}/`)
    const policy = (await page.reload())?.headers()["content-security-policy"] ?? ""
    await page.locator("#add").click()
    await page
      .waitForFunction(() => document.querySelector("#count")?.textContent === "1", null, { timeout: 5_000 })
      .catch(() => violations.push("The page does not work."))
    const suite = short ? undefined : await endToEnd()
    return finding(`${violations.length} violations${suite === undefined ? "" : `; end-to-end suite: ${suite}`}`, {
      [`nothing violates the policy: ${violations[0]}`]: violations.length === 0,
      "the policy is strict": ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"].every(
        (rule) => policy.includes(rule),
      ),
      "the suite passes": suite === undefined || suite === "passed",
    })
  },
}

const root = resolve(process.cwd())

/** Builds the example application and runs the suite, which fails on a violation. */
async function endToEnd(): Promise<string> {
  if (!existsSync(join(root, "playwright.config.ts"))) return "not found: start npm run torture in the repository"
  const child = spawn("npm", ["run", "--silent", "test:e2e"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] })
  const [code] = await once(child, "exit")
  return code === 0 ? "passed" : `ended with ${code}`
}
