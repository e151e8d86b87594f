import express, { type RequestHandler } from "express"

/** The browser's files; their names change with their content. For the address of a page the disk is not asked. */
export function assetRoutes(directory: string | undefined, isPage: (path: string) => boolean): RequestHandler {
  if (!directory) return (_request, _response, next) => next()
  const files = express.static(directory, {
    index: false,
    redirect: false,
    dotfiles: "ignore",
    setHeaders: (response, path) => {
      response.setHeader("Cache-Control", /[\\/]assets[\\/]/.test(path) ? "public, max-age=31536000, immutable" : "public, max-age=0")
    },
  })
  return (request, response, next) => (isPage(request.path) ? next() : files(request, response, next))
}
