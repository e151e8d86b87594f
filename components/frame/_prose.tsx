/** Text of the catalogs in which `code` stands between backticks. */
export function prose(text: string) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))
}
