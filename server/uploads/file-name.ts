/** Characters of a file's name. */
const longest = 200

/**
 * A file's name as handlers get it: the last part of what the browser said, so that `join(folder, upload.name)` stays in its folder
 * on any system. Never empty.
 */
export function safeFileName(name: string): string {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? ""
  // Control characters, those that turn the direction of text, halves of characters, and those that Windows has uses for.
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, "").trim()
  return shortened(plain.replace(/^\.+|[. ]+$/g, "")) || "file"
}

/** The end of a name says what it is: it stays. */
function shortened(name: string): string {
  const characters = [...name]
  if (characters.length <= longest) return name
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? ""
  return characters.slice(0, longest - ending.length).join("") + ending
}
