import { handler, on, page, ScrollTo } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import { chapters } from "./chapters.ts"
import source from "./scroll.tsx?raw"

const data = z.object({ section: z.coerce.number<number>().int().min(1).max(chapters.length) })

export const showSection = handler("show_section", { data }, ({ data, send }) =>
  send({ target: "#content", html: <Story read={data.section} />, scroll: `#section-${data.section}` }),
)

export const backToTop = handler("back_to_top", ({ send }) => send({ target: "#content", html: <Story />, scrollTop: true }))

export const readSection = handler("section:read", { data }, ({ data }) => [
  <Story read={data.section} />,
  <ScrollTo target={`#section-${data.section}`} />,
])

export const startOver = handler("section:top", () => [<Story />, <ScrollTo top />])

export const scrollPage = page("/scroll", {
  title: ({ t }) => t("lessons.scroll.title"),
  render: ({ t }) => (
    <Lesson slug="scroll" t={t} source={source} shows={["showSection", "backToTop", "readSection", "startOver"]}>
      <Bench title="A night watch in five sections">
        <Ways>
          <Way of="hand" wire={["click", "show_section", "#section-2"]}>
            <div class="row">
              {chapters.map((chapter, index) => (
                <button
                  type="button"
                  key={chapter.title}
                  data-liveview-function="show_section"
                  data-data-section={index + 1}
                  data-action="click->page#run"
                >
                  Section {index + 1}
                </button>
              ))}
            </div>
          </Way>
          <Way of="on" wire={["click", "section:read", "#section-2"]}>
            <div class="row">
              {chapters.map((chapter, index) => (
                <button type="button" key={chapter.title} {...on("click", readSection, { section: index + 1 })}>
                  Section {index + 1}
                </button>
              ))}
            </div>
          </Way>
        </Ways>
        <div id="content">
          <Story />
        </div>
        <div class="row">
          <button type="button" data-liveview-function="back_to_top" data-action="click->page#run">
            Back to top, by hand
          </button>
          <button type="button" {...on("click", startOver)}>
            Back to top
          </button>
        </div>
      </Bench>
    </Lesson>
  ),
})

/** `read` is the section that was asked for. */
function Story({ read }: { read?: number }) {
  return (
    <div id="story" class="story">
      {chapters.map(({ title, paragraphs }, index) => (
        <section
          key={title}
          id={`section-${index + 1}`}
          tabindex={-1}
          aria-labelledby={`section-title-${index + 1}`}
          class={read === index + 1 ? "read" : undefined}
        >
          <h3 id={`section-title-${index + 1}`}>
            {index + 1}. {title}
          </h3>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
    </div>
  )
}
