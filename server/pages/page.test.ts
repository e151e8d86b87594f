import { expect, it } from "vitest"

import { page } from "./page.ts"

const render = () => null

it.each([
  // @ts-expect-error no state
  [() => page("/a", { state: { count: 0 }, render }), 'page("/a") expected what state() returns as its option "state", got object.'],
  // @ts-expect-error no list
  [() => page("/a", { rooms: "lobby", render }), 'page("/a") expected a list of names or a function as its option "rooms", got string.'],
  // @ts-expect-error no layout
  [() => page("/a", { layout: render, render }), 'page("/a") expected what layout() returns as its option "layout", got function.'],
  // @ts-expect-error no text
  [() => page("/a", { title: 5, render }), 'page("/a") expected a text or a function as its option "title", got number.'],
])("refuses options that cannot work", (declare, message) => {
  expect(declare).toThrow(message)
})
