import { handler, on, page, Update } from "livetsx"
import { z } from "zod"

import { Article } from "../articles/_article.tsx"
import { findArticles } from "../articles/articles.ts"
import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import source from "./search.tsx?raw"

const query = z.object({ search: z.string().trim().max(100).default("") })

export const searchArticles = handler("search_articles", { form: query }, ({ form, send }) =>
  send({ target: "#search-results", html: <Results query={form.search} list="hand" /> }),
)

export const findArticle = handler("articles:find", { form: query }, ({ form }) => (
  <Update target="#found">
    <Results query={form.search} list="on" />
  </Update>
))

export const searchPage = page("/search", {
  title: ({ t }) => t("lessons.search.title"),
  render: ({ t }) => (
    <Lesson slug="search" t={t} source={source} shows={["searchArticles", "findArticle"]}>
      <Bench title="240 articles about 24 lights">
        <Ways>
          <Way of="hand" wire={["input", "500 ms", "search_articles", "#search-results"]}>
            <search>
              <label for="hand-search">Search articles</label>
              <input
                type="search"
                id="hand-search"
                name="search"
                maxlength={100}
                autocomplete="off"
                data-liveview-function="search_articles"
                data-liveview-debounce="500"
                data-action="input->page#run"
              />
            </search>
            <div id="search-results">
              <Results query="" list="hand" />
            </div>
          </Way>
          <Way of="on" wire={["input", "250 ms", "articles:find", "#found"]}>
            <search>
              <label for="on-search">Search articles</label>
              <input
                type="search"
                id="on-search"
                name="search"
                maxlength={100}
                autocomplete="off"
                {...on("input", findArticle, {}, { debounce: 250, sync: "replace" })}
              />
            </search>
            <div id="found">
              <Results query="" list="on" />
            </div>
          </Way>
        </Ways>
      </Bench>
    </Lesson>
  ),
})

const shown = 8

function Results({ query, list }: { query: string; list: string }) {
  const { found, total } = query ? findArticles(query, shown) : { found: [], total: 0 }
  return (
    <>
      <p id={`${list}-count`} role="status" class="hint">
        {query ? summaryOf(total) : "Type a word, such as lens."}
      </p>
      <ul id={`${list}-found`} class="list" aria-label="Results">
        {found.map((article) => (
          <Article key={article.id} article={article} list={`${list}-result`} />
        ))}
      </ul>
      {query ? <p class="empty">Nothing about {query}. Try a country.</p> : null}
    </>
  )
}

function summaryOf(total: number): string {
  if (total === 1) return "1 article"
  return total > shown ? `${total} articles, the first ${shown}:` : `${total} articles`
}
