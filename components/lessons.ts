/** The lessons in the order in which they are read. Their titles and texts are in the catalogs, under `lessons.<slug>`. */
export const lessons = [
  { slug: "handler", group: "basics" },
  { slug: "counter", group: "basics" },
  { slug: "list", group: "basics" },
  { slug: "init", group: "basics" },
  { slug: "contact", group: "forms" },
  { slug: "search", group: "forms" },
  { slug: "edit", group: "forms" },
  { slug: "email", group: "forms" },
  { slug: "upload", group: "forms" },
  { slug: "navigation", group: "moving" },
  { slug: "scroll", group: "moving" },
  { slug: "infinite-scroll", group: "moving" },
  { slug: "dialog", group: "moving" },
  { slug: "keyboard", group: "moving" },
  { slug: "notifications", group: "together" },
  { slug: "chat", group: "together" },
  { slug: "languages", group: "application" },
  { slug: "login", group: "application" },
] as const

export const groups = ["basics", "forms", "moving", "together", "application"] as const

export type Lesson = (typeof lessons)[number]
export type Slug = Lesson["slug"]
export type Group = (typeof groups)[number]

export function lessonsOf(group: Group): Lesson[] {
  return lessons.filter((lesson) => lesson.group === group)
}

/** The lessons before and after one, and its number, from 1. */
export function around(slug: Slug): { number: number; previous: Lesson | undefined; next: Lesson | undefined } {
  const index = lessons.findIndex((lesson) => lesson.slug === slug)
  return { number: index + 1, previous: lessons[index - 1], next: lessons[index + 1] }
}
