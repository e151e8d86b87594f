import { Link } from "livetsx"
import type { Children } from "livetsx"

import { around, groups, lessonsOf } from "../lessons.ts"
import type { Lesson as LessonEntry, Slug } from "../lessons.ts"
import { prose } from "./_prose.tsx"
import { Source } from "./_source.tsx"

/** How a text is looked up: the `t` of pages and handlers. */
export type Text = (key: string, values?: Record<string, unknown>) => string

interface LessonProps {
  slug: Slug
  t: Text
  /** The lesson's own file, and which of its declarations are shown. */
  source: string
  shows: string[]
  /** The demonstration grows as it is scrolled: it stands last. */
  endless?: boolean
  children: Children
}

/** The frame of a lesson's page: where one is, what it is about, the demonstration, its source, and what comes next. */
export function Lesson({ slug, t, source, shows, endless = false, children }: LessonProps) {
  const { number, previous, next } = around(slug)
  return (
    <div class="lesson" id="lesson">
      <LessonNav current={slug} t={t} />
      <main id="main" tabindex={-1}>
        <header class="lesson-head">
          <p class="lesson-step">{t("frame.step", { number })}</p>
          <h1>{t(`lessons.${slug}.title`)}</h1>
          <p class="lead">{t(`lessons.${slug}.summary`)}</p>
          <p>{prose(t(`lessons.${slug}.text`))}</p>
        </header>
        {endless ? null : children}
        <Source of={source} shows={shows} title={t("frame.source")} />
        <nav class="lesson-turn" aria-label={t("frame.turn")}>
          {previous ? <Turn to={previous} rel="prev" t={t} /> : null}
          {next ? <Turn to={next} rel="next" t={t} /> : null}
        </nav>
        {endless ? children : null}
      </main>
    </div>
  )
}

function LessonNav({ current, t }: { current: Slug; t: Text }) {
  return (
    <nav class="lesson-nav" aria-label={t("frame.lessons")}>
      {groups.map((group) => (
        <div key={group}>
          <p id={`nav-${group}`}>{t(`groups.${group}`)}</p>
          <ul class="lesson-list" aria-labelledby={`nav-${group}`}>
            {lessonsOf(group).map(({ slug }) => (
              <li key={slug}>
                <Link href={`/${slug}`} prefetch aria-current={slug === current ? "page" : undefined}>
                  {t(`lessons.${slug}.title`)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function Turn({ to, rel, t }: { to: LessonEntry; rel: "prev" | "next"; t: Text }) {
  return (
    <Link href={`/${to.slug}`} rel={rel} prefetch transition>
      {t(rel === "next" ? "frame.next" : "frame.previous", { title: t(`lessons.${to.slug}.title`) })}
    </Link>
  )
}
