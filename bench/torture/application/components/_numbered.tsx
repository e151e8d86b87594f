import { Append } from "livetsx"

/** What the pages are judged by: who sent it, its number, and when. */
export function numbered(source: string, number: number, bytes = 0) {
  return (
    <Append target="#log">
      <i id={`${source}-${number}`} title={bytes ? "x".repeat(bytes) : undefined}>{`${source} ${number} ${Date.now()}`}</i>
    </Append>
  )
}
