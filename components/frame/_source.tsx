import { excerpt } from "./excerpt.ts"
import { tokens } from "./tokens.ts"

/** The lesson's own code, read from the file that is running. */
export function Source({ of, shows, title }: { of: string; shows: string[]; title: string }) {
  return (
    <div class="source">
      <h2 id="source-title">{title}</h2>
      {/* A keyboard scrolls what has focus. */}
      <section class="code" tabindex={0} aria-labelledby="source-title" lang="en">
        <pre>
          <code>
            {tokens(shows.map((name) => excerpt(of, name)).join("\n\n")).map(({ kind, text }) =>
              kind === "plain" ? text : <span class={kind}>{text}</span>,
            )}
          </code>
        </pre>
      </section>
    </div>
  )
}
