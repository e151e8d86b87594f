import { z } from "zod"

import { row, rows } from "../database.ts"

const shape = z.object({ id: z.number(), title: z.string(), summary: z.string(), place: z.string() })

export type Article = z.infer<typeof shape>

/** One page of the articles, from 1. */
export function articlesOnPage(page: number, size: number): Article[] {
  return rows(shape, "select id, title, summary, place from articles order by id limit ? offset ?", size, (page - 1) * size)
}

export function articleCount(): number {
  return row(z.object({ count: z.number() }), "select count(*) as count from articles")?.count ?? 0
}

/** The articles in which every word occurs, and how many there are in all. */
export function findArticles(query: string, limit: number): { found: Article[]; total: number } {
  const patterns = query.split(/\s+/).slice(0, 8).map(likePattern)
  const where = patterns.map(() => "title || ' ' || summary || ' ' || place like ? escape '\\'").join(" and ")
  const found = rows(shape, `select id, title, summary, place from articles where ${where} order by id`, ...patterns)
  return { found: found.slice(0, limit), total: found.length }
}

function likePattern(word: string): string {
  return `%${word.replace(/[%_\\]/g, "\\$&")}%`
}
