import { Append, handler, on, page, Update } from "livetsx"
import { z } from "zod"

import { Article } from "../articles/_article.tsx"
import { articleCount, articlesOnPage } from "../articles/articles.ts"
import { Lesson } from "../frame/_lesson.tsx"
import { Bench, WaySwitch, Wire, writingOf } from "../frame/_ways.tsx"
import type { Writing } from "../frame/_ways.tsx"
import source from "./infinite-scroll.tsx?raw"

const pageSize = 12
const data = z.object({ page: z.coerce.number<number>().int().min(1).max(1000).default(1) })

export const loadMore = handler("load_more", { data }, async ({ data, send }) => {
  await send({ target: "#items-list", html: <Articles page={data.page} />, append: true })
  return send({ target: "#load-more-trigger", html: isLast(data.page) ? <End /> : <HandTrigger next={data.page + 1} /> })
})

export const nextPage = handler("articles:next", { data }, ({ data }) => (
  <>
    <Append target="#items-list">
      <Articles page={data.page} />
    </Append>
    <Update target="#load-more-trigger">{isLast(data.page) ? <End /> : <OnTrigger next={data.page + 1} />}</Update>
  </>
))

export const infiniteScrollPage = page("/infinite-scroll", {
  title: ({ t }) => t("lessons.infinite-scroll.title"),
  render: ({ query, t }) => {
    const way = writingOf(query)
    return (
      <Lesson slug="infinite-scroll" t={t} source={source} shows={["loadMore", "nextPage", "HandTrigger", "OnTrigger"]} endless>
        <Bench title={`All ${articleCount()} articles`}>
          <WaySwitch path="/infinite-scroll" current={way} />
          <Wire steps={["appear", way === "hand" ? "load_more" : "articles:next", "#items-list"]} />
          <ul id="items-list" class="list" aria-label="Articles">
            <Articles page={1} />
          </ul>
          <div id="load-more-trigger" aria-live="polite">
            <Trigger way={way} />
          </div>
        </Bench>
      </Lesson>
    )
  },
})

function isLast(page: number): boolean {
  return page * pageSize >= articleCount()
}

function Articles({ page }: { page: number }) {
  return articlesOnPage(page, pageSize).map((article) => <Article key={article.id} article={article} list="article" />)
}

function Trigger({ way }: { way: Writing }) {
  return way === "hand" ? <HandTrigger next={2} /> : <OnTrigger next={2} />
}

function HandTrigger({ next }: { next: number }) {
  return (
    <div data-liveview-intersect-appear="load_more" data-data-page={next} data-liveview-intersect-threshold="200">
      <p class="hint">Loading more…</p>
    </div>
  )
}

function OnTrigger({ next }: { next: number }) {
  return (
    <div {...on("appear", nextPage, { page: next }, { threshold: 200 })}>
      <p class="hint">Loading more…</p>
    </div>
  )
}

function End() {
  return <p class="hint">That was all of them.</p>
}
