export { Controller } from "@hotwired/stimulus"
export { register, start } from "./start.ts"
export type { StartOptions } from "./start.ts"
