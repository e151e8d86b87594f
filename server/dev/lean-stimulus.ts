import type { Plugin } from "vite"

import { knowing } from "./lean-source.ts"

/** What Stimulus says to developers alone: what each controller is doing while `debug` is set, and what it advises. Both stay in development. */
export const leanStimulusSource = knowing(
  "/@hotwired/stimulus/dist/stimulus.js",
  [
    [/this\.(?:context\.)?logDebugActivity\(.*\);/, ""],
    [/this\.logDebugActivity = [\s\S]*?\n {8}\};/, ""],
    ["this.debug = false;", ""],
    [/this\.guide\.warn\([\s\S]*?\);\n/, ""],
    ["this.guide = new Guide(logger);", ""],
    [", this.guide.logger", ""],
    [/console\.warn\(.*\);/, ""],
    // For constructors that are functions, which a class may extend as well; and for browsers without symbols.
    [/const extend = \(\(\) => \{[\s\S]*?\n\}\)\(\);/, "const extend = (constructor) => class extends constructor {};"],
    [/const getOwnKeys = \(\(\) => \{[\s\S]*?\n\}\)\(\);/, "const getOwnKeys = Reflect.ownKeys;"],
    [/function objectFromEntries\(array\) \{[\s\S]*?\n\}/, ""],
    ["objectFromEntries(", "Object.fromEntries("],
  ],
  ["logFormattedMessage", "guide"],
)

/** Takes out of Stimulus, when an application is built, what it has for developers. */
export function leanStimulus(): Plugin {
  return {
    name: "livetsx:lean-stimulus",
    apply: "build",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name === "client",
    transform: {
      filter: { id: /\/@hotwired\/stimulus\/dist\/stimulus\.js$/ },
      handler: (code) => ({ code: leanStimulusSource.source(code), map: null }),
    },
  }
}
