export { Controller } from "@hotwired/stimulus"
export type { LiveViewEvents } from "./live-view-events.ts"
export { register, start } from "./start.ts"
export type { StartOptions } from "./start.ts"
