// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest"

import { sendsForm } from "./event-data.ts"
import { carriedInputs } from "./upload-inputs.ts"

function find(selector: string): Element {
  const found = document.querySelector(selector)
  if (!found) throw new Error(selector)
  return found
}

const carried = (selector: string, sends: boolean) =>
  carriedInputs({ element: find(selector), trigger: "click", sends }).map(({ id }) => id)

describe("the files that an event carries", () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <form id="form"><input type="file" name="a" id="a"><input type="file" name="b" id="b" disabled><input type="file" id="nameless">
        <input name="text" id="text"><button type="submit" id="send">Send</button><button type="button" id="other">Add a row</button></form>
      <form id="seed"><input type="file" name="c" id="c"><button type="button" id="call">Submit</button></form>`
  })

  it("are those of the form that it sends", () => {
    expect(carried("#form", true)).toEqual(["a"])
    expect(carried("#send", true)).toEqual(["a"])
    expect(carried("#text", false)).toEqual([])
  })

  it("are its own where it happened to a file control", () => {
    expect(carried("#a", false)).toEqual(["a"])
  })

  it("go with a plain button only where nothing else sends the form", () => {
    expect(carried("#other", sendsForm(find("#other")))).toEqual([])
    expect(carried("#call", sendsForm(find("#call")))).toEqual(["c"])
  })
})
