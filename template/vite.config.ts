import livetsx from "livetsx/vite"
import { defineConfig } from "vite"

export default defineConfig({ plugins: [livetsx()] })
