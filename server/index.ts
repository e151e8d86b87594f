export type { BackgroundContext, Context, PageRequest, Send, Translate } from "./events/context.ts"
export { field, FieldError, type FieldAttributes, type FieldName } from "./events/field.tsx"
export { handler, type Handler, type HandlerOptions, type Invalid } from "./events/handler.ts"
export type { Middleware, Next } from "./events/middleware.ts"
export { on, type OnOptions } from "./events/on.ts"
export type { HttpResponse } from "./events/posted.ts"
export type { Registry } from "./events/registry.ts"
export type { Patches, PlainPatch, Returned } from "./events/returned.ts"
export { type Json, state, type StateDefinition, type StateSource } from "./events/state.ts"
export { AuthorError, refuse } from "./errors.ts"
export { createElement } from "./jsx/create-element.ts"
export type { Children } from "./jsx/jsx-runtime.ts"
export { trustedHtml } from "./jsx/trusted-html.ts"
export { type Catalog, catalogs, type Translator } from "./languages/catalogs.ts"
export { createLiveView, type LiveView } from "./live-view.ts"
export type { LiveViewOptions } from "./options.ts"
export { layout, type Layout, type LayoutContext } from "./pages/layout.tsx"
export { Link, type LinkProps } from "./pages/link.tsx"
export { page, type Page, type PageContext, type PageOptions } from "./pages/page.ts"
export { byId } from "./patches/by-id.ts"
export { notFound, redirect, rerender } from "./patches/control-values.ts"
export {
  After,
  Append,
  Attributes,
  Before,
  Dispatch,
  Flash,
  Focus,
  Optimistic,
  Prepend,
  Remove,
  Replace,
  ScrollTo,
  Title,
  Update,
  Url,
  Visit,
} from "./patches/elements.ts"
export * from "./rooms/presence-info.ts"
export type { Presence, Present } from "./rooms/presence.ts"
export * from "./sessions/session-data.ts"
export type { SessionOptions } from "./sessions/session-options.ts"
export { Upload } from "./uploads/upload.ts"
export type { UploadOptions } from "./uploads/upload-options.ts"
export type { StoredUpload, UploadRecord, UploadStore } from "./uploads/upload-store.ts"
