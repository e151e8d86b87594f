import type { Children } from "livetsx"

const titles = { hand: "Attributes by hand", on: "on(…)" } as const

/** How a demonstration is written: with the attributes themselves, or with `on()`. */
export type Writing = keyof typeof titles

export function writingOf(query: Record<string, string | string[]>): Writing {
  return query.way === "on" ? "on" : "hand"
}

/** The panel in which a lesson is tried. */
export function Bench({ title, children }: { title: string; children: Children }) {
  return (
    <section class="bench" aria-labelledby="bench-title" lang="en">
      <h2 id="bench-title">{title}</h2>
      {children}
    </section>
  )
}

export function Ways({ children }: { children: Children }) {
  return <div class="ways">{children}</div>
}

/** One of the two ways, with what travels: trigger, handler, target. */
export function Way({ of, wire, children }: { of: Writing; wire: string[]; children: Children }) {
  return (
    <section class="way" aria-labelledby={`way-${of}`}>
      <h3 id={`way-${of}`}>{titles[of]}</h3>
      <Wire steps={wire} />
      {children}
    </section>
  )
}

/** Both ways by link, where the demonstration is too large to stand there twice. */
export function WaySwitch({ path, current }: { path: string; current: Writing }) {
  return (
    <nav class="way-switch" aria-label="Way of writing it">
      {(["hand", "on"] as const).map((way) => (
        <a key={way} href={`${path}?way=${way}`} aria-current={way === current ? "page" : undefined}>
          {titles[way]}
        </a>
      ))}
    </nav>
  )
}

export function Wire({ steps }: { steps: string[] }) {
  return (
    <p class="wire">
      {steps.map((step) => (
        <span key={step}>{step}</span>
      ))}
    </p>
  )
}
