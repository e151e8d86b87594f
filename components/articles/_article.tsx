import type { Article as ArticleRow } from "./articles.ts"

/** One entry of a list of articles; `list` keeps the ids of two lists on one page apart. */
export function Article({ article, list }: { article: ArticleRow; list: string }) {
  return (
    <li id={`${list}-${article.id}`} class="article">
      <strong>{article.title}</strong>
      <span class="hint">
        {article.summary} {article.place}.
      </span>
    </li>
  )
}
