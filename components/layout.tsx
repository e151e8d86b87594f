import { layout } from "livetsx"

import { catalog } from "./languages/catalog.ts"

export const site = layout(({ children, title, lang, room, head }) => {
  const t = catalog(lang)
  return (
    <html lang={lang} data-room={room}>
      <head>
        <title>{title}</title>
        {head}
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content={t("site.description")} />
        <link rel="icon" href={icon} />
      </head>
      <body data-controller="page">
        <a class="skip" href="#main">
          {t("site.skip")}
        </a>
        <header class="site-header">
          <a class="brand" href="/">
            <Mark />
            livetsx
          </a>
          <nav class="site-nav" aria-label={t("site.nav")}>
            <a href="/">{t("site.lessons")}</a>
            <a href="/login">{t("site.login")}</a>
          </nav>
          <Languages lang={lang} label={t("site.languages")} />
        </header>
        {children}
        <footer class="site-footer">
          <p>{t("site.footer")}</p>
        </footer>
      </body>
    </html>
  )
})

/** A lamp and its two beams. */
function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M12 9 1 4v10zM12 9l11-5v10z" fill="var(--beam)" />
      <path d="M9 22 10.2 11h3.6L15 22z" fill="currentColor" />
      <circle cx="12" cy="8" r="3.2" fill="currentColor" />
    </svg>
  )
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 9 1 4v10zM12 9l11-5v10z" fill="#e9a91c"/><path d="M9 22 10.2 11h3.6L15 22z" fill="#0a5f55"/><circle cx="12" cy="8" r="3.2" fill="#0a5f55"/></svg>',
)}`

const names = { en: "English", es: "Español" }

/** Links, so that the choice works before the socket is there and without scripts. */
function Languages({ lang, label }: { lang: string; label: string }) {
  return (
    <nav class="languages" aria-label={label}>
      {Object.entries(names).map(([code, name]) => (
        <a
          key={code}
          href={`/language/${code}`}
          lang={code}
          hreflang={code}
          aria-label={name}
          aria-current={code === lang ? "true" : undefined}
        >
          {code.toUpperCase()}
        </a>
      ))}
    </nav>
  )
}
