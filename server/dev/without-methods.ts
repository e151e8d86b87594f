import { parseAst } from "vite"

/** The module without some methods of its classes. What it does not have stays as it is: another version may differ. */
export function withoutMethods(code: string, names: ReadonlySet<string>): string {
  const kept: string[] = []
  let at = 0
  for (const { name, start, end } of methods(code)) {
    if (!names.has(name)) continue
    kept.push(code.slice(at, start))
    at = end
  }
  return kept.join("") + code.slice(at)
}

function methods(code: string): { name: string; start: number; end: number }[] {
  const declarations = parseAst(code).body.map((statement) =>
    statement.type === "ExportNamedDeclaration" ? statement.declaration : statement,
  )
  const members = declarations.flatMap((declaration) => (declaration?.type === "ClassDeclaration" ? declaration.body.body : []))
  return members.flatMap((member) =>
    member.type === "MethodDefinition" && member.key.type === "Identifier"
      ? [{ name: member.key.name, start: member.start, end: member.end }]
      : [],
  )
}
