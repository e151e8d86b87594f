/** Is what is outside of the dialog inert? */
export function isModal(dialog: HTMLDialogElement): boolean {
  try {
    return dialog.matches(":modal")
  } catch {
    // Simulated documents do not know it.
    return dialog.open
  }
}
