import { spawnSync } from "node:child_process"

import { onPath } from "./chromium.mjs"

/** As root on a Debian or what is made of one. */
export function mayInstall() {
  return process.getuid?.() === 0 && onPath("apt-get") !== undefined
}

/** @param {string[]} packages */
export function install(packages) {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  for (const words of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    const { status } = spawnSync("apt-get", words, { stdio: "inherit", env: environment })
    if (status !== 0) console.error(`apt-get ${words.join(" ")} failed.`)
  }
}
