import { field, FieldError, handler, on, page, redirect, refuse, rerender, Update } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import { recentCalls } from "./calls.ts"
import source from "./login.tsx?raw"
import middleware from "./_middleware.tsx?raw"
import { authenticate, userNamed } from "./users.ts"

const credentials = z.object({ user: z.string().trim().min(1).max(40), password: z.string().min(1).max(100) })

export const logIn = handler("log_in", { form: credentials, limit: { events: 10, seconds: 60 } }, ({ form, session }) => {
  const user = authenticate(form.user, form.password)
  if (!user) throw refuse("Wrong name or password.", { field: "password" })
  session.user = user.name
  return rerender()
})

export const logOut = handler("log_out", ({ session }) => {
  delete session.user
  return redirect("/login")
})

export const readLog = handler("read_log", ({ session }) => (
  <Update target="#error">
    <p class="notice">{userNamed(session.user ?? "")?.title} may read this: the light has burned 118 nights without a fault.</p>
    <RecentCalls />
  </Update>
))

export const loginPage = page("/login", {
  title: ({ t }) => t("lessons.login.title"),
  render: ({ session, t }) => (
    <Lesson slug="login" t={t} source={`${source}\n${middleware}`} shows={["logIn", "logOut", "readLog", "requireLogin"]}>
      <Bench title="The watch room">
        {session.user ? <Welcome name={session.user} /> : <LoginForm />}
        <Ways>
          <Way of="hand" wire={["click", "requireLogin", "read_log", "#error"]}>
            <button type="button" data-liveview-function="read_log" data-action="click->page#run">
              Read the log
            </button>
          </Way>
          <Way of="on" wire={["click", "requireLogin", "read_log", "#error"]}>
            <button type="button" {...on("click", readLog)}>
              Read the log
            </button>
          </Way>
        </Ways>
        <div id="error" role="status" />
      </Bench>
    </Lesson>
  ),
})

function LoginForm() {
  return (
    <form id="login" class="form login" aria-label="Log in" {...on("submit", logIn, {}, { disableWith: "Logging in…" })}>
      <p class="hint">
        Two accounts exist: <code>keeper</code> with <code>lighthouse</code>, and <code>pilot</code> with <code>seamark</code>.
      </p>
      <div>
        <label for="user">Name</label>
        <input id="user" {...field(logIn, "user")} autocomplete="username" autocapitalize="none" />
        <FieldError of={logIn} name="user" />
      </div>
      <div>
        <label for="password">Password</label>
        <input id="password" {...field(logIn, "password")} type="password" autocomplete="current-password" />
        <FieldError of={logIn} name="password" />
      </div>
      <button type="submit" class="primary">
        Log in
      </button>
    </form>
  )
}

function Welcome({ name }: { name: string }) {
  return (
    <div id="login" class="row">
      <p class="grow">
        You are <strong>{name}</strong>. <a href="/account">Your account</a> is open to you now.
      </p>
      <form data-liveview-function="log_out" data-action="submit->page#run">
        <button type="submit">Log out</button>
      </form>
    </div>
  )
}

function RecentCalls() {
  return (
    <ol class="list" aria-label="Recent calls">
      {recentCalls().map(({ id, function: name, caller, outcome }) => (
        <li key={id}>
          <code>{name}</code> {caller} {outcome}
        </li>
      ))}
    </ol>
  )
}
