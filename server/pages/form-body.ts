import { createHash } from "node:crypto"

import express, { type Request, type Response } from "express"

import { refusal } from "../errors.ts"
import { limits } from "../protocol.ts"
import { type FormFile, type FormParts, receiveForm } from "../uploads/multipart.ts"
import type { Uploads } from "../uploads/uploads.ts"
import type { FormAction } from "./form-action.ts"

/** Bytes of a form as it is sent: a letter of an event may be nine of them. */
const written = 3 * limits.frame

export function isMultipart(request: Request): boolean {
  return request.is("multipart/form-data") !== false
}

/** What a form without files sends. Refused where it is too large, or no form. */
export async function readFields(request: Request, response: Response): Promise<FormParts["fields"]> {
  // A parser of the author's has read it before.
  if (typeof request.body === "object" && request.body !== null) return Object.entries(request.body).flatMap(asFields)
  if (!request.is("application/x-www-form-urlencoded")) throw refusal("invalid")
  await new Promise<void>((resolve, reject) => {
    readText(request, response, (error) => (error ? reject(refusal(isTooLarge(error) ? "too_large" : "invalid")) : resolve()))
  })
  return [...new URLSearchParams(String(request.body ?? ""))]
}

const readText = express.text({ type: () => true, limit: written, inflate: false })

function asFields([name, value]: [string, unknown]): [string, string][] {
  return [value].flat().map((each) => [name, String(each)])
}

function isTooLarge(error: unknown): boolean {
  return typeof error === "object" && error !== null && "status" in error && error.status === 413
}

/** What a form with files sends, while there is room for it. */
export async function readParts(request: Request, uploads: Uploads): Promise<FormParts> {
  const length = Number(request.get("content-length"))
  if (!(length > 0)) throw refusal("invalid")
  const space = uploads.hold(length)
  try {
    return await receiveForm(request, { bytes: limits.frame, parts: limits.keys, fileSize: uploads.limits.maxSize, take: space.take })
  } finally {
    space.release()
  }
}

/** The form as an event carries it: lists where the form has them, a trailing `[]` no part of the name. */
export function formOf(fields: FormParts["fields"], { lists }: FormAction): Record<string, unknown> {
  const values = new Map<string, string[]>(lists.map((name) => [keyOf(name), []]))
  const isList = new Set(values.keys())
  for (const [name, value] of fields) {
    const key = keyOf(name)
    const before = values.get(key)
    if (before || name.endsWith("[]")) isList.add(key)
    // A form may hold a hundred thousand values of one name: none is copied again with each.
    if (before) before.push(asTyped(value))
    else values.set(key, [asTyped(value)])
  }
  return Object.fromEntries([...values].map(([key, all]) => [key, isList.has(key) ? all : all[0]]))
}

/** A trailing `[]` is not part of a field's name. */
export function keyOf(name: string): string {
  return name.replace(/\[\]$/, "")
}

/** A form that is sent breaks its lines with two characters; a field has one. */
export function asTyped(value: string): string {
  return value.replaceAll("\r\n", "\n")
}

/** The same for the same form, however often it is sent. */
export function digestOf(action: FormAction, fields: FormParts["fields"], files: FormFile[]): string {
  const sent = [action.function, action.data, fields, files.map(({ field, name, type, digest }) => [field, name, type, digest])]
  return createHash("sha256").update(JSON.stringify(sent)).digest("base64url").slice(0, 22)
}
