/** The part of jsdom that the simulated browser uses. jsdom brings no types of its own. */
declare module "jsdom" {
  import type { EventEmitter } from "node:events"
  import type { Context } from "node:vm"

  export class CookieJar {
    getCookieString(url: string): Promise<string>
    setCookie(cookie: string, url: string, options?: { ignoreError?: boolean }): Promise<unknown>
    removeAllCookies(): Promise<void>
  }

  export class VirtualConsole extends EventEmitter {}

  export class JSDOM {
    constructor(
      html: string,
      options: {
        url: string
        referrer?: string
        cookieJar: Pick<CookieJar, "getCookieString">
        virtualConsole: VirtualConsole
        runScripts: "outside-only"
        pretendToBeVisual: true
      },
    )
    readonly window: Window & typeof globalThis
    getInternalVMContext(): Context
  }
}
