/** Milliseconds without a sign of life after which a connection is given up: what has come is asked for on another. */
const silence = 30_000

export interface Sent {
  method: "POST" | "HEAD" | "PATCH" | "DELETE"
  url: string
  headers: Record<string, string>
  body?: Blob | string
  signal?: AbortSignal
  progressed?(loaded: number): void
}

export interface Answer {
  status: number
  header(name: string): string | null
  text: string
}

/** Sends a request; rejects where the network fails or is silent. `fetch` does not tell how much of a body has been sent. */
export function send({ method, url, headers, body, signal, progressed }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    let timer = 0
    const alive = () => {
      clearTimeout(timer)
      timer = window.setTimeout(abort, silence)
    }
    request.upload.onprogress = ({ loaded }) => {
      alive()
      progressed?.(loaded)
    }
    request.onreadystatechange = alive
    request.onload = () =>
      resolve({ status: request.status, header: (name) => request.getResponseHeader(name), text: request.responseText })
    request.onerror = request.onabort = () => reject(new Error("The connection was lost."))
    request.onloadend = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", abort)
    }
    if (signal?.aborted) return reject(new Error("Cancelled."))
    signal?.addEventListener("abort", abort)
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.send(body)
  })
}
