import { handler, notFound, on, page, Title, Update, Url } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import source from "./navigation.tsx?raw"
import { placeOf, places } from "./places.ts"
import type { Place } from "./places.ts"

const data = z.object({ place: z.enum(places.map(({ slug }) => slug)).transform((slug) => placeOf(slug) ?? places[0]) })

export const navigate = handler("navigate", { data }, ({ data: { place }, send }) =>
  send({ target: "#content", html: <Guide place={place} />, url: urlOf(place), title: titleOf(place) }),
)

export const travel = handler("travel", { data }, ({ data: { place } }) => (
  <>
    <Update target="#content">
      <Guide place={place} />
    </Update>
    <Url href={urlOf(place)} />
    <Title>{titleOf(place)}</Title>
  </>
))

export const navigationPage = page("/navigation{/:place}", {
  title: ({ params }) => titleOf(placeOf(params.place) ?? places[0]),
  render: ({ params, t }) => {
    const place = params.place === undefined ? places[0] : placeOf(params.place)
    if (!place) return notFound()
    return (
      <Lesson slug="navigation" t={t} source={source} shows={["navigate", "travel"]}>
        <Bench title="Four lights">
          <div id="content">
            <Guide place={place} />
          </div>
        </Bench>
      </Lesson>
    )
  },
})

function titleOf(place: Place): string {
  return `${place.name} · Four lights`
}

function urlOf(place: Place): string {
  return `/navigation/${place.slug}`
}

function Guide({ place }: { place: Place }) {
  return (
    <div class="guide">
      <article id="place" aria-live="polite">
        <h3>{place.name}</h3>
        <p class="hint">{place.where}</p>
        <p>{place.facts}</p>
      </article>
      <Ways>
        <Way of="hand" wire={["click", "navigate", "#content"]}>
          <ul class="places">
            {places.map((other) => (
              <li key={other.slug}>
                <a
                  href={urlOf(other)}
                  aria-current={other === place ? "page" : undefined}
                  data-liveview-function="navigate"
                  data-data-place={other.slug}
                  data-action="click->page#run"
                >
                  {other.name}
                </a>
              </li>
            ))}
          </ul>
        </Way>
        <Way of="on" wire={["click", "travel", "#content"]}>
          <ul class="places">
            {places.map((other) => (
              <li key={other.slug}>
                <a href={urlOf(other)} aria-current={other === place ? "page" : undefined} {...on("click", travel, { place: other.slug })}>
                  {other.name}
                </a>
              </li>
            ))}
          </ul>
        </Way>
      </Ways>
    </div>
  )
}
