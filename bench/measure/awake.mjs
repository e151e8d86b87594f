import { spawn } from "node:child_process"
import { availableParallelism, constants, setPriority } from "node:os"

/**
 * Keeps every processor from sleeping, by work that gives way to all other. A virtual machine takes 50 to 100 µs to wake one up, and whether
 * it has fallen asleep between two messages depends on how long the one before took: a round trip would be that, or not, by chance.
 * @returns {() => void} ends it
 */
export function keepAwake() {
  const busy = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }))
  for (const { pid } of busy) if (pid) setPriority(pid, constants.priority.PRIORITY_LOW)
  const end = () => {
    for (const child of busy) child.kill("SIGKILL")
  }
  process.once("exit", end)
  return end
}
