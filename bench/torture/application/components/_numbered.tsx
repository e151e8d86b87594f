import { Append, Update } from "livetsx"

/** What the pages are judged by: who sent it, its number, and when. What is large replaces what came before. */
export function numbered(source: string, number: number, bytes = 0) {
  const content = <i id={`${source}-${number}`} title={bytes ? "x".repeat(bytes) : undefined}>{`${source} ${number} ${Date.now()}`}</i>
  return bytes ? <Update target="#log">{content}</Update> : <Append target="#log">{content}</Append>
}
