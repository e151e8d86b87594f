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
  return shortened(withoutDots(plain)) || "file"
}

/** Before a name they hide it, and behind it Windows drops them, as it does spaces. A pattern for the end of a text takes the square of its length. */
function withoutDots(name: string): string {
  let end = name.length
  while (end > 0 && ". ".includes(name.charAt(end - 1))) end -= 1
  return name.slice(0, end).replace(/^\.+/, "")
}

/** The end of a name says what it is: it stays. */
function shortened(name: string): string {
  const characters = [...name]
  if (characters.length <= longest) return name
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? ""
  return characters.slice(0, longest - ending.length).join("") + ending
}
