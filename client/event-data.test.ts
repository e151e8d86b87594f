// @vitest-environment jsdom
import { describe, expect, it } from "vitest"

import { eventData, formOf, formValues } from "./event-data.ts"

function show(html: string): Element {
  document.body.innerHTML = html
  return find("*")
}

function find(selector: string): Element {
  const element = document.body.querySelector(selector)
  if (!element) throw new Error(`no ${selector}`)
  return element
}

function values(html: string, submitter?: string): Record<string, unknown> {
  show(`<form>${html}</form>`)
  return formValues(find("form"), submitter ? find(submitter) : null)
}

describe("the data of an element", () => {
  it("are its data-data-* attributes, without the prefix and in camelCase", () => {
    expect(
      eventData(show(`<b data-data-modal-id="7" data-data-x="" data-modal="no" data-liveview-function="f" data-testid="t"></b>`)),
    ).toEqual({ modalId: "7", x: "" })
  })

  it("keep their types where they are listed as JSON", () => {
    const element = show(
      `<b data-data-by="1" data-data-on="true" data-data-text="1" data-data-list="[1,{}]" data-data-broken="{" data-liveview-json="by on list broken"></b>`,
    )
    expect(eventData(element)).toEqual({ by: 1, on: true, text: "1", list: [1, {}], broken: "{" })
  })

  it("are those of a form that has a field called attributes, too", () => {
    const form = show(`<form data-data-id="7"><input name="attributes"></form>`)
    // As browsers have it: jsdom lets a form keep its own properties.
    Object.defineProperty(form, "attributes", { value: find("input") })
    expect(eventData(form)).toEqual({ id: "7" })
  })

  it("can be named like what every object has", () => {
    const data = eventData(show(`<b data-data-__proto__="x" data-data-constructor="y"></b>`))
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
    expect(Object.entries(data)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ])
  })
})

describe("the form of an element", () => {
  it("is itself, the one around it, or the one it is associated with", () => {
    show(`<form id="a"><p></p></form><form id="b"></form><input form="b">`)
    expect(formOf(find("#a"))?.id).toBe("a")
    expect(formOf(find("p"))?.id).toBe("a")
    expect(formOf(find("input"))?.id).toBe("b")
  })
})

describe("the values of a form", () => {
  it("are what the browser would send", () => {
    expect(
      values(`<input name="text" value="a"><textarea name="area">b</textarea><input type="hidden" name="hidden" value="c"><input value="nameless">
      <select name="one"><option>x<option selected>y</select><input name="off" value="z" disabled><fieldset disabled><input name="inner" value="z"></fieldset><output name="out">z</output>`),
    ).toEqual({ text: "a", area: "b", hidden: "c", one: "y" })
  })

  it("have a ticked checkbox's value, and nothing of one that is not ticked", () => {
    expect(
      values(
        `<input type="checkbox" name="on" checked><input type="checkbox" name="yes" value="1" checked><input type="checkbox" name="no">`,
      ),
    ).toEqual({ on: "on", yes: "1" })
  })

  it("have one value of a radio group, and none where nothing is chosen", () => {
    expect(
      values(
        `<input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked><input type="radio" name="s" value="1"><input type="radio" name="s" value="2">`,
      ),
    ).toEqual({ r: "2" })
  })

  it.each([
    ["several choices", `<select multiple name="m"><option selected>1<option>2<option selected>3</select>`, ["1", "3"]],
    ["one choice of many", `<select multiple name="m"><option selected>1<option>2</select>`, ["1"]],
    ["no choice of many", `<select multiple name="m"><option>1</select>`, []],
    ["a name in []", `<input name="m[]" value="1">`, ["1"]],
    ["a lone unticked checkbox with a name in []", `<input type="checkbox" name="m[]">`, []],
    ["repeated names", `<input name="m" value="1"><input name="m" value="2">`, ["1", "2"]],
    [
      "a checkbox group with one ticked",
      `<input type="checkbox" name="m" value="1" checked><input type="checkbox" name="m" value="2">`,
      ["1"],
    ],
    ["a checkbox group with none ticked", `<input type="checkbox" name="m" value="1"><input type="checkbox" name="m" value="2">`, []],
  ])("have an array for %s", (_, html, expected) => {
    expect(values(html)).toEqual({ m: expected })
  })

  it("keep names as they are but for a trailing []", () => {
    expect(values(`<input name="firstName" value="a"><input name="items[0][price]" value="b"><input name="a[b][]" value="c">`)).toEqual({
      firstName: "a",
      "items[0][price]": "b",
      "a[b]": ["c"],
    })
  })

  it("have the submit button that was used, and no other", () => {
    const buttons = `<button name="action" value="save">s</button><input type="submit" name="action" value="delete"><button type="button" name="plain" value="x">b</button>`
    expect(values(buttons)).toEqual({})
    expect(values(buttons, "[value=save]")).toEqual({ action: "save" })
    expect(values(buttons, "[value=delete]")).toEqual({ action: "delete" })
    expect(values(buttons, "[name=plain]")).toEqual({})
    expect(values(`${buttons}<button id="nameless" value="x">n</button>`, "#nameless")).toEqual({})
  })

  it("have controls and buttons that stand outside the form", () => {
    show(
      `<form id="f"><input name="in" value="1"></form><input form="f" name="out" value="2"><button form="f" name="go" value="3">go</button>`,
    )
    expect(formValues(find("form"), find("button"))).toEqual({ in: "1", out: "2", go: "3" })
    expect(formValues(find("[name=out]"))).toEqual({ in: "1", out: "2" })
  })

  it("leave files to the upload, and what is edited without being a control", () => {
    expect(
      values(`<input type="file" name="file"><input type="file" name="files" multiple><div contenteditable name="rich">x</div>`),
    ).toEqual({})
  })

  it("survive fields named like the form's own properties", () => {
    expect(values(`<input name="elements" value="1"><input name="__proto__" value="2"><input name="id" value="3">`)).toEqual(
      Object.fromEntries([
        ["elements", "1"],
        ["__proto__", "2"],
        ["id", "3"],
      ]),
    )
  })

  it("are those of a control by itself outside of any form, and nothing for another element", () => {
    show(
      `<input name="q" value="x"><select multiple name="m"><option selected>1</select><input type="checkbox" name="c"><button name="b" value="1">b</button><p></p>`,
    )
    expect(formValues(find("[name=q]"))).toEqual({ q: "x" })
    expect(formValues(find("select"))).toEqual({ m: ["1"] })
    expect(formValues(find("[name=c]"))).toEqual({})
    expect(formValues(find("button"))).toEqual({})
    expect(formValues(find("p"))).toEqual({})
  })
})
