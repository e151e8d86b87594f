import type { ErrorCode } from "../protocol.ts"

import { known } from "./negotiate.ts"

/** What livetsx itself says to a visitor: why an event was refused, and how the connection is. */
export type FrameworkText =
  | ErrorCode
  | "disconnected"
  | "reconnecting"
  | "reconnected"
  | "waiting"
  | "dismiss"
  | "confirm"
  | "loading"
  | "reference"
  | "retry"
  | "required"
  | "notices"
  | "not_found"
  | "server_error"

/** The texts for a page in this language; in English where there are none. `{{count}}` and `{{reference}}` are filled in where they are shown. */
export function frameworkTexts(lang: string): Record<FrameworkText, string> {
  const language = known(Object.keys(texts), lang)
  return texts[language === "es" ? "es" : "en"]
}

/** Said by the server alone, so that no page has to carry it: a form was refused that its page does not show any more. */
export function formGone(lang: string): string {
  return known(Object.keys(gone), lang) === "es" ? gone.es : gone.en
}

const gone = {
  en: "The form is no longer on this page: go back to find what you typed.",
  es: "El formulario ya no está en esta página: vuelve atrás para encontrar lo que has escrito.",
}

const texts: Record<"en" | "es", Record<FrameworkText, string>> = {
  en: {
    unknown_function: "This page is out of date. Load it again.",
    invalid: "Something in the form is not right.",
    refused: "That is not possible.",
    too_large: "That is too large to send.",
    rate_limited: "That was too much at once. Wait a moment and try again.",
    busy: "The server is busy. Try again in a moment.",
    handler_error: "Something went wrong. It has been noted.",
    handler_timeout: "That took too long and was stopped.",
    outcome_unknown: "The connection broke in the middle. Check whether it was done before you try again.",
    unauthorized: "You may not do that, or you are not signed in any more.",
    expired: "Your visit has expired. Load the page again.",
    offline_expired: "You were offline for too long; this was not sent.",
    queue_full: "Too much is waiting to be sent; this was not taken on.",
    missing_target: "The answer does not fit this page. Load it again.",
    disconnected: "Connection lost. Trying again…",
    reconnecting: "Connecting…",
    reconnected: "Connected again.",
    waiting: "Waiting to be sent: {{count}}",
    dismiss: "Dismiss",
    confirm: "Are you sure?",
    loading: "Loading…",
    reference: "Reference: {{reference}}",
    retry: "Try again",
    required: "Please fill this in.",
    notices: "Notices",
    not_found: "There is no such page.",
    server_error: "This page could not be shown.",
  },
  es: {
    unknown_function: "Esta página está desactualizada. Vuelve a cargarla.",
    invalid: "Hay algo incorrecto en el formulario.",
    refused: "Eso no es posible.",
    too_large: "Es demasiado grande para enviarlo.",
    rate_limited: "Han sido demasiadas acciones seguidas. Espera un momento e inténtalo de nuevo.",
    busy: "El servidor está ocupado. Inténtalo de nuevo en un momento.",
    handler_error: "Algo ha fallado. Ha quedado registrado.",
    handler_timeout: "Ha tardado demasiado y se ha detenido.",
    outcome_unknown: "La conexión se cortó a la mitad. Comprueba si se hizo antes de intentarlo de nuevo.",
    unauthorized: "No puedes hacer eso, o tu sesión se ha cerrado.",
    expired: "Tu visita ha caducado. Vuelve a cargar la página.",
    offline_expired: "Has estado sin conexión demasiado tiempo; esto no se ha enviado.",
    queue_full: "Hay demasiado por enviar; esto no se ha aceptado.",
    missing_target: "La respuesta no encaja en esta página. Vuelve a cargarla.",
    disconnected: "Se ha perdido la conexión. Reintentando…",
    reconnecting: "Conectando…",
    reconnected: "Conexión recuperada.",
    waiting: "Pendiente de enviar: {{count}}",
    dismiss: "Cerrar",
    confirm: "¿Seguro?",
    loading: "Cargando…",
    reference: "Referencia: {{reference}}",
    retry: "Reintentar",
    required: "Rellena este campo.",
    notices: "Avisos",
    not_found: "Esta página no existe.",
    server_error: "No se ha podido mostrar esta página.",
  },
}
