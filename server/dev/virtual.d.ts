/** Modules that the Vite plugin makes. */
declare module "virtual:livetsx/components" {
  export const modules: Record<string, () => Promise<unknown>>
}
declare module "virtual:livetsx/app" {
  export const app: (() => Promise<unknown>) | undefined
}
