/** Addresses of the browser's files, as documents load them. */
export interface Assets {
  scripts: string[]
  styles: string[]
  preloads: string[]
  /** Folder of files whose names change with their content; served as never changing. */
  directory?: string | undefined
  /** Served by Vite: stylesheets are put in by script and need the nonce. */
  development?: boolean | undefined
  /** Name of this build: a page of another one loads anew when it is idle. */
  build?: string | undefined
}
