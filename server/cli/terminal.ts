/** Where a command writes: lines. */
export interface Terminal {
  out(line: string): void
  error(line: string): void
}

/** Does something in the application of a folder and returns the exit code; undefined where it goes on running. */
export type Command = (root: string, terminal: Terminal, ...words: string[]) => Promise<number | undefined>

export const consoleTerminal: Terminal = {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
}
