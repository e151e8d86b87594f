#!/usr/bin/env node
import { run } from "./command-line.ts"

const code = await run(process.argv.slice(2))
// What the application's modules have opened would keep the process waiting.
if (code !== undefined) process.exit(code)
