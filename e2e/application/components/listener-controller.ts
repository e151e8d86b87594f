import { Controller } from "livetsx/client"

/** Keeps what it has heard from the server. */
export default class extends Controller<HTMLElement> {
  heard({ detail }: CustomEvent<{ n: number }>) {
    this.element.title += `${detail.n} `
  }
}
