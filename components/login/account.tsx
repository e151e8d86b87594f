import { field, FieldError, handler, on, page, redirect } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench } from "../frame/_ways.tsx"
import source from "./account.tsx?raw"
import { retitle, userNamed } from "./users.ts"

const form = z.object({ title: z.string().trim().min(3, "A title has 3 letters or more.").max(60) })

export const changeTitle = handler("account:retitle", { form }, ({ form, session }) => {
  const user = userNamed(session.user ?? "")
  if (!user) return redirect("/login")
  retitle(user.name, form.title)
  return <Account title={form.title} saved />
})

export const accountPage = page("/account", {
  title: "Your account",
  render: ({ session, t }) => {
    const user = userNamed(session.user ?? "")
    if (!user) return redirect("/login")
    return (
      <Lesson slug="login" t={t} source={source} shows={["changeTitle", "accountPage"]}>
        <Bench title={`The account of ${user.name}`}>
          <Account title={user.title} />
          <p>
            <a href="/login">Back to logging in</a>
          </p>
        </Bench>
      </Lesson>
    )
  },
})

function Account({ title, saved = false }: { title: string; saved?: boolean }) {
  return (
    <form id="account" class="form login" aria-label="Account" {...on("submit", changeTitle)}>
      <div>
        <label for="title">Title</label>
        <input id="title" {...field(changeTitle, "title")} value={title} autocomplete="off" />
        <FieldError of={changeTitle} name="title" />
      </div>
      <div class="row">
        <button type="submit" class="primary">
          Save
        </button>
        <span role="status" class="success">
          {saved ? "Saved" : ""}
        </span>
      </div>
    </form>
  )
}
