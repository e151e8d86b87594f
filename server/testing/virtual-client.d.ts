/** The application's entry in the browser, which the Vite plugin makes. */
declare module "virtual:livetsx/client" {}
