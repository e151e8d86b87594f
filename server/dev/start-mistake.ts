import type { ServerResponse } from "node:http"

const page = `<!doctype html>
<html lang="en">
<title>The application has not started</title>
<script type="module" src="/@vite/client"></script>
<p>The application has not started. What is wrong stands in the terminal; this page loads again when it is right.</p>
</html>
`

/** Answers a request while the application cannot start: Vite's client shows the mistake and loads the page again afterwards. */
export function answerMistake(response: ServerResponse): void {
  response.writeHead(500, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }).end(page)
}
