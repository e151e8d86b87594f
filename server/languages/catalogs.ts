import i18next, { type i18n } from "i18next"

import { AuthorError } from "../errors.ts"

/** Key → text, or more keys: `{ cart: { empty: "Nothing here yet" } }` has the key `cart.empty`. */
export interface Catalog {
  [key: string]: string | Catalog
}

/** The `translate` option of `createLiveView`. */
export type Translator = (lang: string) => (key: string, values?: Record<string, unknown>) => string

/**
 * The texts of an application by language, for the `translate` option; the first language stands in for what another lacks.
 * `{{name}}` is a value; plurals are `key_one`, `key_other` with the value `count`, as in i18next.
 *
 * @example catalogs({ en: { hello: "Hello {{name}}" }, es: { hello: "Hola {{name}}" } })
 */
export function catalogs(texts: Record<string, Catalog>): Translator {
  const [first] = Object.keys(texts)
  if (first === undefined) throw new AuthorError("catalogs() expected the texts of one language or more, got none.")
  const instance = i18next.createInstance()
  instance.init({
    resources: Object.fromEntries(Object.entries(texts).map(([language, translation]) => [language, { translation }])),
    lng: first,
    fallbackLng: first,
    initAsync: false,
    // Tells of keys without a text, to `onMissingText`.
    saveMissing: true,
    // A key may be a sentence, with a colon in it.
    nsSeparator: false,
    // TSX escapes what it shows.
    interpolation: { escapeValue: false },
  })
  const translations = new Map(Object.keys(texts).map((language) => [language, instance.getFixedT(language)]))
  const translate: Translator = (lang) => {
    const translation = translations.get(lang) ?? translations.get(lang.split("-")[0] ?? "") ?? instance.getFixedT(first)
    return (key, values) => String(translation(key, values ?? {}))
  }
  instances.set(translate, instance)
  return translate
}

const instances = new WeakMap<Translator, i18n>()

/** Calls the listener once for each key that no language has, where `catalogs()` made the translator: the page shows the key itself. */
export function onMissingText(translator: Translator, listener: (key: string) => void): void {
  const told = new Set<string>()
  instances.get(translator)?.on("missingKey", (_languages: unknown, _namespace: unknown, key: string) => {
    if (told.size >= mostTold || told.has(key)) return
    told.add(key)
    listener(key)
  })
}

/** Keys that are made of data would be told without end. */
const mostTold = 100
