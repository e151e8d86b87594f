import { handler, on, page, Update } from "livetsx"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import source from "./handler.tsx?raw"

export const myFunction = handler("my_function", (context) => (
  <Update target="#received">
    <Received
      of={{
        function: context.function,
        data: context.data,
        form: context.form,
        lang: context.lang,
        room: context.room,
        trigger: context.trigger,
      }}
    />
  </Update>
))

export const updateContent = handler("update_content", ({ send }) =>
  send({ target: "#my-element", html: <p>New content, at {clock()}</p> }),
)

export const handlerPage = page("/handler", {
  title: ({ t }) => t("lessons.handler.title"),
  render: ({ t }) => (
    <Lesson slug="handler" t={t} source={source} shows={["myFunction", "updateContent"]}>
      <Bench title="Call a function by its name">
        <Ways>
          <Way of="hand" wire={["click", "my_function", "#received"]}>
            <form class="form" id="hand-form">
              <div>
                <label for="hand-word">A word to send along</label>
                <input id="hand-word" name="word" value="lamp" maxlength={40} autocomplete="off" />
              </div>
              <div class="row">
                <button
                  type="button"
                  class="primary"
                  data-liveview-function="my_function"
                  data-data-modal-id="123"
                  data-action="click->page#run"
                >
                  Call my_function
                </button>
                <button type="button" data-liveview-function="update_content" data-action="click->page#run">
                  Update content
                </button>
              </div>
            </form>
          </Way>
          <Way of="on" wire={["click", "update_content", "#my-element"]}>
            <form class="form" id="on-form">
              <div>
                <label for="on-word">A word to send along</label>
                <input id="on-word" name="word" value="beam" maxlength={40} autocomplete="off" />
              </div>
              <div class="row">
                <button type="button" class="primary" {...on("click", myFunction, { modalId: 123 })}>
                  Call my_function
                </button>
                <button type="button" {...on("click", updateContent)}>
                  Update content
                </button>
              </div>
            </form>
          </Way>
        </Ways>
        <section class="results" aria-labelledby="results-title">
          <h3 id="results-title">What the page shows</h3>
          <div id="my-element" role="status">
            <p>Old content</p>
          </div>
          <div id="received" role="status">
            <p class="hint">Nothing was called yet.</p>
          </div>
        </section>
      </Bench>
    </Lesson>
  ),
})

function Received({ of }: { of: Record<string, unknown> }) {
  return (
    <dl class="received">
      {Object.entries(of).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function clock(): string {
  return new Date().toISOString().slice(11, 19)
}
