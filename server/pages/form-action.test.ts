import { describe, expect, it } from "vitest"

import { pageAddress, readFormAction, withFormActions } from "./form-action.ts"

const run = (event: string, name: string) => `data-action="${event}->page#run" data-liveview-function="${name}"`

/** Tag of the element of this id, and what its address says. */
function sent(body: string, id: string) {
  const html = withFormActions(body, "/page?tab=2", "token")
  const [tag = ""] = new RegExp(`<\\w+ id="${id}"(?:[^">]|"[^"]*")*>`).exec(html) ?? []
  const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&")
  const address = attribute("formaction") ?? attribute("action")
  return { tag, method: attribute("formmethod") ?? attribute("method"), ...(address ? readFormAction(`/page${address}`) : {}) }
}

describe("where a form is sent without script", () => {
  it("knows of the controls that stand elsewhere, and not of those that belong to another form", () => {
    const body = `<form id="f" ${run("submit", "save")}>
        <input name="one"><input name="other" form="g"><input name="other" form="g"><input name="mine" form="f">
      </form><form id="g" ${run("submit", "else")}></form>
      <select name="many" form="f" multiple></select><input name="one" form="f"><input type="file" form="f" name="files" multiple>`
    expect(sent(body, "f")).toMatchObject({ function: "save", lists: ["many", "one"], fileLists: ["files"], token: "token" })
    expect(sent(body, "f").tag).toContain('enctype="multipart/form-data"')
    expect(sent(body, "g")).toMatchObject({ function: "else", lists: ["other"], fileLists: [] })
  })

  it("has a button that calls a handler of its own call that, with what its form holds", () => {
    const body = `<form id="f" ${run("submit", "save")}><input name="a[]">
        <button id="plain" name="x" value="1">Save</button>
        <button id="own" data-data-id="7" ${run("click", "remove")}>Remove</button>
        <input id="input" type="submit" ${run("click", "copy")} />
        <button id="idle" type="button" ${run("click", "look")}>Look</button>
        <button id="elsewhere" formaction="/mine" ${run("click", "look")}>Look</button>
      </form><button id="outside" form="f" ${run("click", "publish")}>Publish</button><button id="alone" ${run("click", "look")}>Look</button>`
    expect(sent(body, "f")).toMatchObject({ function: "save", method: "post" })
    expect(sent(body, "own")).toMatchObject({
      function: "remove",
      data: { id: "7" },
      lists: ["a"].map((name) => `${name}[]`),
      method: "post",
    })
    expect(sent(body, "input")).toMatchObject({ function: "copy", method: "post" })
    expect(sent(body, "input").tag).toMatch(/\/>$/)
    expect(sent(body, "outside")).toMatchObject({ function: "publish", lists: ["a[]"] })
    for (const id of ["plain", "idle", "alone"]) expect(sent(body, id).tag).not.toContain("formaction")
    expect(sent(body, "elsewhere").tag.match(/formaction/g)).toHaveLength(1)
  })

  it("has them do so too where the form itself calls nothing, and not where it is the author's", () => {
    const button = (id: string) => `<button id="${id}" ${run("click", "look")}>Look</button>`
    const body = `<form id="none">${button("one")}<input type="file"></form><form id="theirs" action="/theirs">${button("two")}</form><form id="dialog" method="dialog">${button("three")}</form>`
    expect(sent(body, "one")).toMatchObject({ function: "look", method: "post" })
    expect(sent(body, "one").tag).toContain('formenctype="multipart/form-data"')
    expect(sent(body, "none").tag).toBe('<form id="none">')
    for (const id of ["two", "three"]) expect(sent(body, id).tag).not.toContain("formaction")
  })

  it("writes nothing twice where an author has put a form into a form", () => {
    const inner = `<form id="inner" ${run("submit", "two")}><p>in it</p></form>`
    const html = withFormActions(`<form id="outer" ${run("submit", "one")}>${inner}</form><p>after</p>`, "/page", "token")
    expect([html.match(/<p>/g)?.length, html.match(/<form/g)?.length]).toEqual([2, 2])
  })
})

describe("an address that is no URL", () => {
  it("is taken as it was written", () => {
    const body = `<form ${run("submit", "save")}></form>`
    expect(withFormActions(body, "//[/x?tab=2", "token")).toContain('action="?tab=2&amp;liveview=save&amp;liveview.room=token"')
    expect(readFormAction("//[/x?liveview=save&liveview.room=token")).toMatchObject({ function: "save", token: "token" })
    expect(["//[/x?liveview=save&tab=2", "//a:b/x?liveview=save"].map(pageAddress)).toEqual(["//[/x?tab=2", "//a:b/x"])
  })
})
