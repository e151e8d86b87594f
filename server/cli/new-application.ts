import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmdirSync, unlinkSync, writeFileSync } from "node:fs"
import { isBuiltin } from "node:module"
import { basename, dirname, join, relative, resolve } from "node:path"

import { AuthorError } from "../errors.ts"
import { filesOf, packagesOf, type TemplateFile } from "./template.ts"
import type { Terminal } from "./terminal.ts"

/** Makes a small application in a folder that is new or empty: it runs, tests itself and can be deployed. Where it cannot, it leaves everything as it was. */
export async function newApplication(root: string, { out, error }: Terminal, given = ""): Promise<number> {
  const folder = resolve(root, given)
  try {
    checkName(basename(folder), given)
    checkFolder(folder)
    const files = filesOf(basename(folder))
    write(folder, files)
    out(nextSteps(relative(root, folder), files.length))
    return 0
  } catch (mistake) {
    if (!(mistake instanceof AuthorError) && !isOfTheSystem(mistake)) throw mistake
    error(mistake instanceof AuthorError ? mistake.message : notWritable(folder, mistake))
    return 1
  }
}

/** What npm takes for the name of a new package: https://docs.npmjs.com/cli/configuring-npm/package-json#name */
function checkName(name: string, given: string): void {
  const got = `Got: ${JSON.stringify(given)}${given === name || given === "" ? "" : `, which would make it ${JSON.stringify(name)}`}.`
  if (given === "" || !/^[a-z\d][a-z\d._-]{0,213}$/.test(name))
    throw new AuthorError(
      `livetsx new expected a name as npm's packages have it, such as my-app: small letters, digits, "-", "." and "_", a letter or a digit first, 214 at most. ${got}`,
    )
  if (isBuiltin(name) || name === "node_modules" || name === "favicon.ico" || packagesOf().includes(name))
    throw new AuthorError(`livetsx new expected a name that is not taken by Node, npm or a package that the application uses. ${got}`)
}

/** A repository that has just been made counts as empty. */
function checkFolder(folder: string): void {
  const entries = entriesOf(folder).filter((name) => name !== ".git")
  if (entries.length === 0) return
  const others = entries.length > 3 ? ` and ${entries.length - 3} more` : ""
  throw new AuthorError(
    `livetsx new expected a folder that is empty or not there. Got: ${folder}, with ${entries.slice(0, 3).join(", ")}${others}.`,
  )
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if (isOfTheSystem(error) && error.code === "ENOENT") return []
    throw error
  }
}

/** Writes all files or, where one cannot be written, none. What is there already is never written over. */
function write(folder: string, files: TemplateFile[]): void {
  const undo: (() => void)[] = []
  try {
    for (const { path, text } of files) writeFile(join(folder, path), text, undo)
  } catch (error) {
    for (const step of undo.reverse()) step()
    throw error
  }
}

function writeFile(path: string, text: string, undo: (() => void)[]): void {
  makeFolder(dirname(path), undo)
  const file = openSync(path, "wx")
  undo.push(() => unlinkSync(path))
  try {
    writeFileSync(file, text)
  } finally {
    closeSync(file)
  }
}

function makeFolder(path: string, undo: (() => void)[]): void {
  if (existsSync(path)) return
  makeFolder(dirname(path), undo)
  mkdirSync(path)
  undo.push(() => rmdirSync(path))
}

function nextSteps(folder: string, files: number): string {
  const path = /^[\w./-]*$/.test(folder) ? folder : `"${folder}"`
  return `Made ${files} files in ${path || "this folder"}. What comes next:

${path && `  cd ${path}\n`}  npm install
  npm run dev

and open the address that it prints. README.md says the rest.`
}

function notWritable(folder: string, { message }: Error): string {
  return `livetsx new expected a place where it may make ${folder}. Got: ${message}. Nothing of it is left.`
}

function isOfTheSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error
}
