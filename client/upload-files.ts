/** Gives a control these files, as if the person had chosen them. */
export function setFiles(input: HTMLInputElement, files: File[]): void {
  const chosen = new DataTransfer()
  for (const file of files) chosen.items.add(file)
  input.files = chosen.files
}

/** As after a choice in the browser's dialog. */
export function tellChanged(input: HTMLInputElement): void {
  for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }))
}

/** Whether two are one: the browser may hand out the same file as another object. */
export function isSameFile(one: File, other: File): boolean {
  return (
    one === other ||
    (one.name === other.name && one.size === other.size && one.lastModified === other.lastModified && one.type === other.type)
  )
}
