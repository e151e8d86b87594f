import express, { type RequestHandler } from "express"

/** The browser's files. Their names change with their content. */
export function assetRoutes(directory: string | undefined): RequestHandler {
  if (!directory) return (_request, _response, next) => next()
  return express.static(directory, {
    index: false,
    redirect: false,
    dotfiles: "ignore",
    setHeaders: (response, path) => {
      response.setHeader("Cache-Control", /[\\/]assets[\\/]/.test(path) ? "public, max-age=31536000, immutable" : "public, max-age=0")
    },
  })
}
