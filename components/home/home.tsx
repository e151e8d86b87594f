import { Attributes, handler, Link, on, Optimistic, page, refuse, Update } from "livetsx"
import { z } from "zod"

import type { Text } from "../frame/_lesson.tsx"
import { groups, lessonsOf } from "../lessons.ts"
import type { Group as GroupName } from "../lessons.ts"
import { lamps, switchLamp } from "./lamps.ts"
import type { Lamp } from "./lamps.ts"

/** Visitors read different languages: what goes to all of them is only what has none. */
export const switchOne = handler("lamp:switch", { data: z.object({ id: z.coerce.number<number>().int() }) }, ({ data, to }) => {
  const lamp = switchLamp(data.id)
  if (!lamp) throw refuse("There is no such lamp.")
  return to("lamps").send(
    <>
      <Attributes target={`#lamp-${lamp.id}`} set={{ "aria-pressed": String(lamp.lit) }} />
      <Update target={`#lamp-${lamp.id}`}>
        <Switched lamp={lamp} />
      </Update>
      <Update target="#lamps-lit">{lit()}</Update>
    </>,
  )
})

export const home = page("/", {
  title: ({ t }) => t("home.title"),
  rooms: ["lamps"],
  render: ({ t }) => (
    <main id="main" class="home" tabindex={-1}>
      <section class="hero" aria-labelledby="hero-title">
        <div class="hero-text">
          <h1 id="hero-title">{t("home.heading")}</h1>
          <p class="lead">{t("home.lead")}</p>
          <Link class="button primary" href="/handler" prefetch>
            {t("home.start")}
          </Link>
        </div>
        <Harbour t={t} />
      </section>
      <nav class="index" aria-label={t("frame.lessons")}>
        {groups.map((group) => (
          <Group key={group} group={group} t={t} />
        ))}
      </nav>
    </main>
  ),
})

function Harbour({ t }: { t: Text }) {
  return (
    <section class="harbour" aria-labelledby="harbour-title">
      <h2 id="harbour-title">{t("home.lamps")}</h2>
      <p>{t("home.lampsHint")}</p>
      <ul class="lamps">
        {lamps().map(({ id, lit }) => (
          <li key={id}>
            <button
              id={`lamp-${id}`}
              type="button"
              class="lamp"
              aria-pressed={lit}
              aria-label={t("home.lamp", { number: id })}
              {...on("click", switchOne, { id })}
            >
              <Switched lamp={{ id, lit }} />
            </button>
          </li>
        ))}
      </ul>
      <p class="lamps-count">
        {t("home.lit")} <span id="lamps-lit">{lit()}</span>
      </p>
    </section>
  )
}

/** What a click will make of the lamp: seen at once. */
function Switched({ lamp: { id, lit } }: { lamp: Lamp }) {
  return (
    <Optimistic>
      <Attributes target={`#lamp-${id}`} set={{ "aria-pressed": String(!lit) }} />
    </Optimistic>
  )
}

function lit(): string {
  const all = lamps()
  return `${all.filter((lamp) => lamp.lit).length} / ${all.length}`
}

function Group({ group, t }: { group: GroupName; t: Text }) {
  return (
    <section class="index-group" aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`}>{t(`groups.${group}`)}</h2>
      <ul class="index-list">
        {lessonsOf(group).map(({ slug }) => (
          <li key={slug}>
            <Link href={`/${slug}`} prefetch>
              {t(`lessons.${slug}.title`)}
            </Link>
            <p>{t(`lessons.${slug}.summary`)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
