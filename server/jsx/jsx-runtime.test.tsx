import { createContext } from "preact"
import { useContext } from "preact/hooks"
import { renderToStringAsync } from "preact-render-to-string"
import { describe, expect, it } from "vitest"

import type { Children } from "./jsx-runtime.ts"

const later = <Value,>(value: Value): Promise<Value> => new Promise((resolve) => setImmediate(() => resolve(value)))

async function Later({ text, children }: { text: string; children?: Children }) {
  return (
    <b>
      {await later(text)}
      {children}
    </b>
  )
}

describe("async components", () => {
  it("are awaited wherever they stand, in order", async () => {
    const html = await renderToStringAsync(
      <ul>
        <li>
          <Later text="1">
            <Later text="2" />
          </Later>
        </li>
        {["3", "4"].map((text) => (
          <Later text={text} />
        ))}
        <Later text="5" />
      </ul>,
    )
    expect(html).toBe("<ul><li><b>1<b>2</b></b></li><b>3</b><b>4</b><b>5</b></ul>")
  })

  it("may be the root, and promises may be children, also of fragments and of components that only pass them on", async () => {
    function Passing({ children }: { children: Children }) {
      return children
    }
    expect(await renderToStringAsync(<Later text="1" />)).toBe("<b>1</b>")
    expect(
      await renderToStringAsync(
        <p>
          {later("a")}
          {[later("b"), [later(<i>c</i>)]]}
        </p>,
      ),
    ).toBe("<p>ab<i>c</i></p>")
    expect(
      await renderToStringAsync(
        <>
          <Passing>{later("d")}</Passing>
          {later("e")}
        </>,
      ),
    ).toBe("de")
  })

  it("run side by side, and each exactly once", async () => {
    const log: string[] = []
    async function Logged({ name }: { name: string }) {
      log.push(`start ${name}`)
      await later(undefined)
      log.push(`end ${name}`)
      return <i>{name}</i>
    }
    await renderToStringAsync(
      <div>
        <Logged name="a" />
        <p>
          <Logged name="b" />
        </p>
      </div>,
    )
    expect(log).toEqual(["start a", "start b", "end a", "end b"])
  })

  it("may be nested deeper than Preact's renderer goes, with their context", async () => {
    const Name = createContext("nobody")
    async function Nested({ levels }: { levels: number }): Promise<Children> {
      await later(undefined)
      return levels === 0 ? (
        <Leaf />
      ) : (
        <i>
          <Nested levels={levels - 1} />
        </i>
      )
    }
    function Leaf() {
      return useContext(Name)
    }
    const html = await renderToStringAsync(
      <Name.Provider value="somebody">
        <Nested levels={60} />
      </Name.Provider>,
    )
    expect(html).toBe(`${"<i>".repeat(60)}somebody${"</i>".repeat(60)}`)
  })

  it("reject the rendering, and leave no unhandled rejection when it has failed already", async () => {
    async function Failing() {
      await later(undefined)
      throw new Error("no database")
    }
    function Throwing(): Children {
      throw new Error("at once")
    }
    await expect(
      renderToStringAsync(
        <p>
          <Failing />
          <Failing />
        </p>,
      ),
    ).rejects.toThrow("no database")
    await expect(
      renderToStringAsync(
        <p>
          <Failing />
          <Throwing />
        </p>,
      ),
    ).rejects.toThrow("at once")
    await later(undefined)
    await later(undefined)
  })
})

describe("keys", () => {
  function Row({ name }: { name: string }) {
    return <li>{name}</li>
  }
  async function LateRow({ name }: { name: string }) {
    return <Row name={await later(name)} />
  }
  function Wrapped({ name }: { name: string }) {
    return (
      <>
        {false}
        <Row key="inner" name={name} />
      </>
    )
  }

  it("stay in the markup as data-key, unless there is an id", async () => {
    expect(
      await renderToStringAsync(
        <ul>
          <li key="a">a</li>
          <li key={2} id="b">
            b
          </li>
        </ul>,
      ),
    ).toBe('<ul><li data-key="a">a</li><li id="b">b</li></ul>')
  })

  it("of components are passed on to the root element, through nested, async and fragment ones", async () => {
    const html = await renderToStringAsync(
      <ul>{["x"].map((name) => [<Row key={`1${name}`} name="a" />, <LateRow key="2" name="b" />, <Wrapped key="3" name="c" />])}</ul>,
    )
    expect(html).toBe('<ul><li data-key="1x">a</li><li data-key="2">b</li><li data-key="3">c</li></ul>')
  })

  it("do not change an element that is used twice", async () => {
    const shared = <li>s</li>
    function Shared() {
      return shared
    }
    expect(
      await renderToStringAsync(
        <ul>
          <Shared key="1" />
          <Shared key="2" />
        </ul>,
      ),
    ).toBe('<ul><li data-key="1">s</li><li data-key="2">s</li></ul>')
  })
})

it("tells of a component that is none", () => {
  const Missing = undefined as unknown as () => null
  expect(() => <Missing />).toThrow("An element expected a tag or a component, got undefined (is its module imported in a circle?).")
})

describe("a child that would be missing without a word", () => {
  const when: object = new Date(0)
  const names: object = new Map([["a", 1]])
  const uncalled: object = () => "text"

  it.each([
    ["an object (Date)", () => <p>at {when}</p>],
    ["an object (Map)", () => <p>{names}</p>],
    ["an object", () => <p class="wide">{[["a"], [{ text: "b" }]]}</p>],
    ["a function that is not called", () => <p>{[uncalled]}</p>],
    ["an object (Date)", () => <>at {when}</>, ""],
  ])("is told of: %s", async (got, make, tag = "p") => {
    await expect((async () => await renderToStringAsync(make()))()).rejects.toThrow(
      `<${tag}> has ${got} as a child. Expected text, numbers, elements, or arrays of them.`,
    )
  })

  it("is none that has a text, an element or nothing in it", async () => {
    const late = Promise.resolve("late")
    expect(await renderToStringAsync(<p>{[1, "a", null, undefined, false, [<b key="b">c</b>], late]}</p>)).toBe(
      '<p>1a<b data-key="b">c</b>late</p>',
    )
  })
})

describe("types", () => {
  it("know the attributes of the framework", () => {
    const typed = [
      <button type="button" data-liveview-function="add" data-liveview-debounce={300} data-data-item-id={3} data-liveview-sync="drop" />,
      <input list="cities" {...{ type: "text" }} />,
      // @ts-expect-error not one of the policies
      <button type="button" data-liveview-sync="sometimes" />,
      // @ts-expect-error HTML that is not branded; it is not rendered, since it throws
      () => <div dangerouslySetInnerHTML={{ __html: "<b>" }} />,
      // @ts-expect-error a required property is missing
      () => <Later />,
    ]
    expect(typed).toHaveLength(5)
  })
})
