/**
 * `livetsx` is this repository's sources, bundled into the application, so that what is measured is what stands here.
 * @returns {import("vite").Plugin}
 */
export function fromSources() {
  return {
    name: "bench:from-sources",
    config: ({ environments = {} }) => {
      for (const environment of Object.values(environments)) {
        if (!environment.resolve) continue
        environment.resolve.conditions = ["livetsx-source", ...(environment.resolve.conditions ?? [])]
        delete environment.resolve.external
        environment.resolve.noExternal = ["livetsx"]
      }
    },
  }
}
