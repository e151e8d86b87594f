import { CookieJar } from "jsdom"

/** The cookies of a browser: jsdom's, by what of them is used, so that whoever imports this needs no types of jsdom. */
export interface Cookies {
  getCookieString(url: string): Promise<string>
  setCookie(cookie: string, url: string, options?: { ignoreError?: boolean }): Promise<unknown>
  removeAllCookies(): Promise<void>
}

/** One person's browser, as far as servers know it: its cookies. */
export class Visitor {
  readonly cookies: Cookies = new CookieJar()

  /** Fetches as a browser does: with cookies, and along redirects. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    let request: RequestInit = init
    for (let at = url, hops = 0; hops <= mostRedirects; hops++) {
      const response = await this.#request(at, request)
      const location = response.headers.get("location")
      if (response.status < 300 || response.status > 399 || location === null) return arrived(response, at, hops > 0)
      await response.body?.cancel()
      at = new URL(location, at).href
      if (response.status !== 307 && response.status !== 308) request = { ...request, method: "GET", body: null }
    }
    throw new TypeError(`${url} was redirected more than ${mostRedirects} times.`)
  }

  async #request(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    const cookie = await this.cookies.getCookieString(url)
    if (cookie) headers.set("cookie", cookie)
    const response = await fetch(url, { ...init, headers, redirect: "manual" })
    for (const given of response.headers.getSetCookie()) await this.cookies.setCookie(given, url, { ignoreError: true })
    return response
  }
}

const mostRedirects = 20

/** Redirects were followed here and not by `fetch`, which therefore does not know of them. */
function arrived(response: Response, url: string, redirected: boolean): Response {
  return Object.defineProperties(response, { url: { value: url }, redirected: { value: redirected } })
}
