import { layout } from "livetsx"

/** The document around every page: the one layout that is exported is everybody's. */
export const site = layout(({ children, title, lang, room, head }) => (
  <html lang={lang} data-room={room}>
    <head>
      <title>{`${title} · my-app`}</title>
      {head}
      <meta name="color-scheme" content="light dark" />
      <link rel="icon" href={icon} />
    </head>
    <body data-controller="page">
      <header class="site-header">
        <a class="brand" href="/">
          <Mark />
          my-app
        </a>
      </header>
      <main>{children}</main>
      <footer class="site-footer">
        <p>
          Made with livetsx. The first page is <code>components/list/list.tsx</code>: change it, save, and look here.
        </p>
      </footer>
    </body>
  </html>
))

function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="7" fill="var(--accent)" />
      <path
        d="m6.5 12.5 3.6 3.6 7.4-8"
        fill="none"
        stroke="var(--on-accent)"
        stroke-width="2.6"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="7" fill="#4456d6"/><path d="m6.5 12.5 3.6 3.6 7.4-8" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`
