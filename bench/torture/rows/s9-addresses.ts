import { attempt, authOf, visit } from "../stage/attack.ts"
import { finding, type Row } from "../stage/row.ts"

/** Addresses that would lead away, or run a script, in every answer that names one. */
export const addresses: Row = {
  promise: "200 forms of a URL, in every answer that leads to one",
  target: "0 navigations off-origin",
  guard: {
    what: "the check of addresses",
    in: "server",
    cuts: [[/if \(typeof url === "string" && url !== "" && staysHere\(url\)\) return url;/, "return String(url);"]],
  },
  async run(stage) {
    const node = await stage.node()
    const loaded = await visit(node.url)
    const raw = await attempt({ url: node.url, origin: node.url, cookie: loaded.cookie, auth: authOf(loaded) })
    stage.ending(raw, async ({ close }) => close())
    const led: string[] = []
    let [asked, harmless] = [0, 0]
    for (const url of [...forms(), "/bare", "?page=2", "#top"]) {
      for (const how of ["visit", "url", "option", "redirect"]) {
        const answer = await call(raw, ++asked, { url, how })
        const targets = addressesOf(answer)
        for (const target of targets) {
          if (isHere(target, node.url)) harmless++
          else led.push(`${how} ${JSON.stringify(url)}`)
        }
      }
    }
    return finding(`${forms().length} forms in 4 answers each: ${led.length} led away, ${harmless} harmless ones came through`, {
      [`nothing leads away: ${led.slice(0, 3)}`]: led.length === 0,
      "addresses of our own come through": harmless >= 12,
    })
  },
}

function call(raw: Awaited<ReturnType<typeof attempt>>, n: number, d: object): Promise<string> {
  raw.send(`42${n}${JSON.stringify(["e", { n, f: "go", d }])}`)
  return new Promise((resolve, reject) => {
    const from = Date.now()
    const look = () => {
      const frame = raw.frames.find((each) => each.startsWith(`43${n}[`))
      if (frame) resolve(frame)
      else if (!raw.open || Date.now() - from > 5_000) reject(new Error("An event was not answered."))
      else setTimeout(look, 1)
    }
    look()
  })
}

/** Where the patches of an answer lead. */
function addressesOf(frame: string): string[] {
  const [patches]: unknown[] = JSON.parse(frame.slice(frame.indexOf("[")))
  if (!Array.isArray(patches)) return []
  return patches.flatMap((patch: unknown) =>
    Array.isArray(patch) && (patch[0] === "url" || patch[0] === "visit") ? [String(patch[1])] : [],
  )
}

/** As a browser resolves it. */
function isHere(target: string, here: string): boolean {
  return URL.canParse(target, here) && new URL(target, here).origin === here
}

function forms(): string[] {
  const hosts = [
    "evil.example",
    "evil.example/path",
    "evil.example:80",
    "user@evil.example",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
  ]
  const starts = [
    "http://",
    "https://",
    "HTTP://",
    "//",
    "///",
    "////",
    "/\\",
    "\\\\",
    "\\/",
    "/\t/",
    "/\n/",
    "/\r/",
    "\t//",
    "\n//",
    " //",
    "\u0000//",
    "http:",
    "http:/",
    "https:",
    "http:\\\\",
    "ftp://",
    "ws://",
    "/.//",
    "/..//",
    "./\\/",
    "?//\\@",
  ]
  const codes = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "\u0001javascript:alert(1)",
    "javascript\t:alert(1)",
    "javascript://%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:,x",
    "vbscript:x",
    "blob:http://evil.example/x",
    "file:///etc/passwd",
    "about:blank",
    "view-source:http://evil.example",
    "filesystem:http://evil.example/",
    "mailto:a@evil.example",
    "tel:1",
    "",
    " ",
    "\u0000",
    "http://",
    "//",
    "/\r\nlocation: http://evil.example",
    "http://[::1",
    "http://%00/",
    "//%2f%2fevil.example@x",
    "/%0d%0a//x\r\n",
    "//\u3002evil.example",
    "https:evil.example",
    "//evil\u3002example",
    "h\tttp://evil.example",
    "http\n://evil.example",
    "x:y",
    "-:x",
    "1:x",
    "a+b.c-d:x",
    "//user:password@127.0.0.1/",
    "//127.0.0.1.evil.example",
    "//0x7f.1",
    "//2130706433",
    "//[::ffff:127.0.0.1]/",
    "//localhost",
    "http://127.0.0.1.evil.example",
  ]
  return [...starts.flatMap((start) => hosts.map((host) => start + host)), ...codes]
}
