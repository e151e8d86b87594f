import { withoutMethods } from "./without-methods.ts"

/** What a file of a package becomes in the bundle of a page. */
export interface LeanSource {
  /** End of its path. */
  file: string
  source(code: string): string
  facts: Fact[]
  uncalled: string[]
}

/** Code of the file and what is known of it, as code: of a text, all places; of an expression, each match. */
export type Fact = [code: string | RegExp, known: string]

/** Another text of the same names. */
export function instead(file: string, text: string): LeanSource {
  return { file, source: () => text, facts: [], uncalled: [] }
}

/**
 * The file's own code, with what is known of its options written into it, so that the minifier leaves out what depends on
 * them; and without methods that nobody calls then. What the file does not have stays as it is: another version may differ.
 */
export function knowing(file: string, facts: Fact[], uncalled: string[] = []): LeanSource {
  return { file, source: (code) => withoutMethods(facts.reduce(write, code), new Set(uncalled)), facts, uncalled }
}

/** The code with one more thing known of it. */
export function write(code: string, [found, known]: Fact): string {
  return code.replaceAll(typeof found === "string" ? found : new RegExp(found, "g"), () => known)
}
