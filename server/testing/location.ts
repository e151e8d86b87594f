/** What changes the document of a tab. */
interface Navigator {
  load(url: string, request?: RequestInit, how?: { replace?: boolean; stay?: boolean }): Promise<void>
}

/** A window's `location` that loads documents: jsdom's own cannot, and cannot be replaced. */
export function locationOf({ location, document }: Window, tab: Navigator): Location {
  const go = (url: string | URL, how: { replace?: boolean; stay?: boolean } = {}) =>
    void tab.load(new URL(url, document.baseURI).href, {}, how)
  const own: Record<string, unknown> = {
    assign: (url: string | URL) => go(url),
    replace: (url: string | URL) => go(url, { replace: true }),
    reload: () => go(location.href, { stay: true }),
  }
  return new Proxy(stand, {
    get(_stand, name) {
      if (typeof name === "string" && Object.hasOwn(own, name)) return own[name]
      const value: unknown = Reflect.get(location, name)
      return typeof value === "function" ? value.bind(location) : value
    },
    set(_stand, name, value) {
      if (name === "href" && withoutHash(new URL(value, location.href).href) !== withoutHash(location.href)) go(value)
      else Reflect.set(location, name, value)
      return true
    },
  })
}

/** Of an object of its own, since a location's properties may not be shown otherwise than they are. Every property is looked up in the location. */
const stand = {} as Location

function withoutHash(url: string): string {
  return url.split("#")[0] ?? url
}
