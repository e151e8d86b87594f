import { frameworkTexts, type FrameworkText } from "../languages/framework-texts.ts"
import type { Children } from "../jsx/jsx-runtime.ts"
import { page, type Page } from "./page.ts"

/** What is shown where there is no page; authors are shown which there are. */
export function notFoundPage(lang: string, paths: string[] = []): Page {
  return statusPage("404", frameworkTexts(lang), "not_found", paths.length > 0 && <Paths paths={paths} />)
}

/** A path with parameters is no address. */
function Paths({ paths }: { paths: string[] }) {
  return (
    <ul>
      {paths.map((path) => (
        <li>{/[:*{]/.test(path) ? path : <a href={path}>{path}</a>}</li>
      ))}
    </ul>
  )
}

/** What is shown where a page failed to render; the reference is in the log too. */
export function errorPage(lang: string, reference: string): Page {
  const texts = frameworkTexts(lang)
  return statusPage("500", texts, "server_error", <p>{texts.reference.replace("{{reference}}", reference)}</p>)
}

function statusPage(status: string, texts: Record<FrameworkText, string>, text: FrameworkText, more: Children): Page {
  return page(`/${status}`, {
    title: texts[text],
    render: () => (
      <main id="liveview-status" class="liveview-status">
        <h1>{status}</h1>
        <p>{texts[text]}</p>
        {more}
      </main>
    ),
  })
}
