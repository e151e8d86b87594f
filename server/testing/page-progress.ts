/** What has not been done yet. */
export interface Unfinished {
  /** Events that are not answered. */
  events: number
  /** Events that wait for a pause in typing. */
  debounced: number
}

/** What in-page.ts gives: it runs in the page beside the application's own script, and tells the test how far the page is. */
export interface InPage {
  unfinished(): Unfinished
  /** Resolves when everything that the server had sent before has come and was applied; false: the connection is gone. */
  caughtUp(): Promise<boolean>
}
