import { bindingOf } from "./binding.ts"
import { isControl } from "./event-data.ts"
import { hears } from "./recover.ts"
import type { Runs } from "./runs.ts"

/** A field that names its form (`form="id"`) and stands outside of it is heard by the form like those in it: its events do not come by there. */
export function watchOutsideFields({ run }: Runs): void {
  for (const type of ["input", "change"])
    document.addEventListener(type, ({ target }) => {
      const form = isControl(target) ? target.form : null
      if (!form || !(target instanceof Node) || form.contains(target) || !hears(form, type)) return
      const binding = bindingOf(form, type)
      if (binding) run({ element: form, trigger: type }, binding)
    })
}
