import { handler, on, page, Update } from "livetsx"

import { Lesson } from "../frame/_lesson.tsx"
import type { Text } from "../frame/_lesson.tsx"
import { Way, Ways } from "../frame/_ways.tsx"
import source from "./languages.tsx?raw"

export const showContent = handler("show_content", ({ lang, t, send }) => send({ target: "#content", html: <Content lang={lang} t={t} /> }))

export const welcome = handler("welcome", ({ lang, t }) => (
  <Update target="#content">
    <Content lang={lang} t={t} />
  </Update>
))

export const languagesPage = page("/languages", {
  title: ({ t }) => t("lessons.languages.title"),
  render: ({ t }) => (
    <Lesson slug="languages" t={t} source={source} shows={["showContent", "welcome", "Content"]}>
      <section class="bench" aria-labelledby="bench-title">
        <h2 id="bench-title">{t("welcome.bench")}</h2>
        <p>{t("welcome.choose")}</p>
        <div class="row">
          <a class="button" href="/language/en" lang="en" hreflang="en">
            English
          </a>
          <a class="button" href="/language/es" lang="es" hreflang="es">
            Español
          </a>
        </div>
        <Ways>
          <Way of="hand" wire={["click", "show_content", "#content"]}>
            <button type="button" class="primary" data-liveview-function="show_content" data-action="click->page#run">
              {t("welcome.show")}
            </button>
          </Way>
          <Way of="on" wire={["click", "welcome", "#content"]}>
            <button type="button" class="primary" {...on("click", welcome)}>
              {t("welcome.show")}
            </button>
          </Way>
        </Ways>
        <div id="content" role="status">
          <p class="hint">{t("welcome.empty")}</p>
        </div>
      </section>
    </Lesson>
  ),
})

function Content({ lang, t }: { lang: string; t: Text }) {
  const date = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeZone: "UTC" }).format(new Date())
  return (
    <article class="notice">
      <h3>{t("welcome.title")}</h3>
      <p>{t("welcome.message")}</p>
      <p>{t("welcome.today", { date })}</p>
      <p>{t("welcome.turns", { count: 1 })}</p>
      <p>{t("welcome.turns", { count: 3 })}</p>
      <p>{t("welcome.height", { height: new Intl.NumberFormat(lang).format(82.5) })}</p>
    </article>
  )
}
