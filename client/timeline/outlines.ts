/** Frames around elements of the page, as long as somebody looks at the entry that touched them. */
export interface Outlines {
  show(elements: Element[]): void
}

export function createOutlines(layer: HTMLElement): Outlines {
  let shown: Element[] = []
  let frame = 0

  /** Once a frame: the page may scroll, and move them. */
  function place(): void {
    const boxes = shown.map((element) => element.getBoundingClientRect()).filter(({ width, height }) => width && height)
    while (layer.children.length > boxes.length) layer.lastElementChild?.remove()
    while (layer.children.length < boxes.length) layer.append(Object.assign(document.createElement("div"), { className: "outline" }))
    boxes.forEach(({ left, top, width, height }, index) => {
      const outline = layer.children[index]
      if (outline instanceof HTMLElement)
        Object.assign(outline.style, { left: `${left - 3}px`, top: `${top - 3}px`, width: `${width + 6}px`, height: `${height + 6}px` })
    })
    frame = shown.length ? requestAnimationFrame(place) : 0
  }

  return {
    show(elements) {
      shown = elements
      cancelAnimationFrame(frame)
      place()
    },
  }
}
