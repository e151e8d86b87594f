// Makes an application with the packed `livetsx new`, and does with it what its README says, as a newcomer and as a container would.
import assert from "node:assert/strict"
import { spawn, spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"

import AxeBuilder from "@axe-core/playwright"

import { directoryOf, runDockerfile } from "./dockerfile.mjs"
import { freePort, run, startServer } from "./processes.mjs"

/** @typedef {import("@playwright/test").Page} Page */

const secret = "a secret of this test alone, 32 characters or more"
const password = "5e5a3e"
const schemes = /** @type {const} */ (["light", "dark"])

/**
 * @param {object} given
 * @param {string} given.folder where it is made, beside the tarball
 * @param {string} given.livetsx the packed command
 * @param {string} given.tarball taken in place of the registry's livetsx
 * @param {(address: string, use: (page: Page) => Promise<void>) => Promise<void>} given.inChromium
 * @returns {Record<string, () => unknown>}
 */
export function newApplicationChecks({ folder, livetsx, tarball, inChromium }) {
  const application = join(folder, "harbour")
  const npm = (/** @type {string[]} */ ...words) => run(application, "npm", words, { NO_COLOR: "1" })

  /**
   * Serves what was built in a folder, the way a container does.
   * @param {string} directory
   * @param {string[]} command
   * @param {Record<string, string>} more
   */
  async function serve(directory, [program = "", ...words], more = {}) {
    const port = await freePort()
    const env = { PORT: String(port), HOST: "127.0.0.1", SECRET: secret, REDIS_URL: "", ...more }
    const address = `http://127.0.0.1:${port}`
    return { env, address, server: await startServer(directory, program, words, env, `${address}/healthz`) }
  }

  return {
    "makes an application, which installs": () => {
      const printed = run(folder, livetsx, ["new", "harbour"])
      assert.match(printed, /cd harbour\n {2}npm install\n {2}npm run dev/)
      assert.ok(readdirSync(application).includes(".gitignore"), "npm has not published the .gitignore")
      withTarball(application, tarball)
      npm("install", "--no-audit", "--no-fund", "--prefer-offline")
    },
    "makes no application where there is one": () =>
      assert.throws(() => run(folder, livetsx, ["new", "harbour"]), /ended with 1[\s\S]*expected a folder that is empty/),
    "makes an application that checks its types": () => npm("run", "check"),
    "makes an application that tests itself": () => assert.match(npm("test"), /Tests +3 passed/),
    "makes an application that tells of wrong data by its types and by its tests": () => {
      const path = join(application, "components/list/list.tsx")
      const source = readFileSync(path, "utf8")
      try {
        writeFileSync(path, source.replace('on("click", remove, { id })', 'on("click", remove, { di: id })'))
        assert.throws(() => npm("run", "check"), /list\.tsx\(\d+,/)
        assert.throws(() => npm("test"), /1 failed/)
      } finally {
        writeFileSync(path, source)
      }
    },
    "makes an application that is served for development": async () => {
      const port = await freePort()
      const words = [join(application, "node_modules/vite/bin/vite.js"), "--port", String(port), "--strictPort", "--host", "127.0.0.1"]
      const server = await startServer(application, process.execPath, words, { NODE_ENV: "development" }, `http://127.0.0.1:${port}/`)
      try {
        await inChromium(`http://127.0.0.1:${port}/`, (page) => bring(page, "Lemonade"))
      } finally {
        await server.stop()
      }
    },
    "makes an application that is built, and does not start without a secret": () => {
      npm("run", "build")
      assert.throws(
        () => run(application, "npm", ["start"], { SECRET: "", NODE_ENV: "production", PORT: "0" }),
        /SECRET is not set\. Expected 32 characters or more/,
      )
    },
    "makes an application whose Dockerfile does what it says": async () => {
      const image = runDockerfile(application, join(folder, "image"), (root) => copyFileSync(tarball, join(root, basename(tarball))))
      const directory = directoryOf(image)
      assert.equal(image.user, "node")
      assert.deepEqual(readdirSync(directory).sort(), [".livetsx", "dist", "node_modules", "package.json"])
      const installed = readdirSync(join(directory, "node_modules"))
      assert.deepEqual(
        ["vite", "vitest", "typescript", "jsdom"].filter((name) => installed.includes(name)),
        [],
      )
      const { server, env, address } = await serve(directory, image.command, image.env)
      const [program = "", ...words] = image.healthcheck
      const health = () => spawnSync(program, words, { env: { ...process.env, ...env }, timeout: 10_000 }).status
      try {
        assert.equal(health(), 0)
        await inChromium(address, async (page) => {
          await bring(page, "Lemonade")
          for (const colorScheme of schemes) await looksWell(page, colorScheme)
        })
      } finally {
        assert.equal(await server.stop(), 0, `It ends with 0 on SIGTERM. It printed:\n${server.output()}`)
      }
      assert.equal(health(), 1)
    },
    "makes an application that shares its list over Redis, with the options of its compose.yaml": async () => {
      const redis = await startRedis(application, join(folder, "redis"))
      try {
        const nodes = [
          await serve(application, ["node", "dist/server/main.js"], { REDIS_URL: redis.url }),
          await serve(application, ["node", "dist/server/main.js"], { REDIS_URL: redis.url }),
        ]
        const [one, two] = nodes.map(({ address }) => address)
        try {
          await inChromium(one ?? "", async (page) => {
            await bring(page, "Lemonade")
            await inChromium(two ?? "", async (other) => {
              await other.getByRole("button", { name: "Lemonade", exact: true, pressed: false }).click()
              await page.getByRole("button", { name: "Lemonade", exact: true, pressed: true }).waitFor()
              await page.getByRole("button", { name: "Remove Lemonade" }).click()
              await other.getByText("Nothing here.").waitFor()
            })
          })
        } finally {
          for (const { server } of nodes) assert.equal(await server.stop(), 0, server.output())
        }
      } finally {
        await redis.stop()
      }
    },
  }
}

/**
 * @param {string} application
 * @param {string} tarball
 */
function withTarball(application, tarball) {
  const path = join(application, "package.json")
  const manifest = JSON.parse(readFileSync(path, "utf8"))
  manifest.dependencies.livetsx = `file:../${basename(tarball)}`
  writeFileSync(path, JSON.stringify(manifest))
}

/**
 * A list that is empty says so; what is added stands in it.
 * @param {Page} page
 * @param {string} text
 */
async function bring(page, text) {
  await page.getByText("Nothing here.").waitFor()
  await page.getByLabel("Something for the picnic").fill(text)
  await page.getByRole("button", { name: "Add" }).click()
  await page.getByRole("button", { name: text, exact: true }).waitFor()
}

/**
 * axe finds nothing, and nothing is wider than a small phone.
 * @param {Page} page
 * @param {"light" | "dark"} colorScheme
 */
async function looksWell(page, colorScheme) {
  // Nothing is looked at while it changes its colour.
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
  await page.setViewportSize({ width: 320, height: 600 })
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => [colorScheme, id, nodes.map(({ failureSummary }) => failureSummary)]),
    [],
  )
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)
}

/**
 * A redis-server as compose.yaml starts it, and as its health is asked for there.
 * @param {string} application
 * @param {string} directory
 */
async function startRedis(application, directory) {
  const compose = readFileSync(join(application, "compose.yaml"), "utf8")
  const line = /^ {4}command: \[(redis-server.*)\]$/m.exec(compose)?.[1]
  assert.ok(line, "compose.yaml has no command of redis-server")
  const [program = "", ...options] = line.split(", ").map((word) => word.replaceAll('"', "").replace(/\$\{REDIS_PASSWORD\}/, password))
  mkdirSync(directory)
  const port = await freePort()
  const words = [...options, "--port", String(port), "--bind", "127.0.0.1", "--dir", directory]
  const child = spawn(program, words, { stdio: "ignore" })
  const ping = () =>
    spawnSync("redis-cli", ["-p", String(port), "ping"], { env: { ...process.env, REDISCLI_AUTH: password }, encoding: "utf8" })
  const ended = new Promise((resolve) => child.once("exit", resolve))
  const deadline = Date.now() + 10_000
  while (!ping().stdout?.includes("PONG")) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${program} ${words.join(" ")} does not answer.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    stop: () => {
      child.kill("SIGKILL")
      return ended
    },
  }
}
