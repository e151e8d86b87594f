import { frameworkTexts, type FrameworkText } from "../languages/framework-texts.ts"
import { page, type Page } from "./page.ts"

/** What is shown where there is no page. */
export function notFoundPage(lang: string): Page {
  return statusPage("404", frameworkTexts(lang), "not_found")
}

/** What is shown where a page failed to render; the reference is in the log too. */
export function errorPage(lang: string, reference: string): Page {
  return statusPage("500", frameworkTexts(lang), "server_error", reference)
}

function statusPage(status: string, texts: Record<FrameworkText, string>, text: FrameworkText, reference?: string): Page {
  return page(`/${status}`, {
    title: texts[text],
    render: () => (
      <main id="liveview-status" class="liveview-status">
        <h1>{status}</h1>
        <p>{texts[text]}</p>
        {reference && <p>{texts.reference.replace("{{reference}}", reference)}</p>}
      </main>
    ),
  })
}
