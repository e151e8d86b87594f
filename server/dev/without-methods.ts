import { parseAst } from "vite"

/** The module with some methods of its classes emptied, and others gone. What it does not have stays as it is: another version may differ. */
export function withoutMethods(code: string, emptied: ReadonlySet<string>, gone: ReadonlySet<string> = new Set()): string {
  const kept: string[] = []
  let at = 0
  for (const { name, method, body } of methods(code)) {
    const [cut, instead] = gone.has(name) ? [method, ""] : [body, "{}"]
    if (!gone.has(name) && !emptied.has(name)) continue
    kept.push(code.slice(at, cut.start), instead)
    at = cut.end
  }
  return kept.join("") + code.slice(at)
}

interface Range {
  start: number
  end: number
}

function methods(code: string): { name: string; method: Range; body: Range }[] {
  const declarations = parseAst(code).body.map((statement) =>
    statement.type === "ExportNamedDeclaration" ? statement.declaration : statement,
  )
  const members = declarations.flatMap((declaration) => (declaration?.type === "ClassDeclaration" ? declaration.body.body : []))
  return members.flatMap((member) =>
    member.type === "MethodDefinition" && member.key.type === "Identifier" && member.value.body
      ? [{ name: member.key.name, method: member, body: member.value.body }]
      : [],
  )
}
