import { Append, handler, on, page, state } from "livetsx"

const rounds = state("rounds", () => ({ round: 0 }))

/** Everything that there is goes, and something like it comes. */
export const turn = handler("turn", { state: rounds }, ({ state }) => {
  state.round += 1
  return [
    <output id="round">{state.round}</output>,
    <div id="form">{state.round % 2 ? <Form round={state.round} /> : <Dialog round={state.round} />}</div>,
    <Append target="#rows" limit={5}>
      <Row round={state.round} />
    </Append>,
  ]
})

export const typed = handler("turnover:typed", () => undefined)

export const turnoverPage = page("/turnover", {
  state: rounds,
  render: ({ state }) => (
    <main>
      <button type="button" {...on("click", turn)}>
        Turn
      </button>
      <output id="round">{state.round}</output>
      <div id="form" />
      <ul id="rows" />
    </main>
  ),
})

function Form({ round }: { round: number }) {
  return (
    <form data-liveview-unsaved="Leave?" {...on({ input: [typed, {}, { debounce: 10 }], submit: typed })}>
      <input name={`name-${round}`} />
      <input type="file" name="file" />
      <textarea name="text" data-liveview-overwrite />
    </form>
  )
}

function Dialog({ round }: { round: number }) {
  return (
    <dialog data-liveview-modal aria-label={`Round ${round}`}>
      <button type="button" {...on({ click: typed, away: typed, "key:ctrl+j": typed })}>
        Close
      </button>
    </dialog>
  )
}

function Row({ round }: { round: number }) {
  return (
    <li id={`row-${round}`} data-controller="noted" {...on("disappear", typed)}>
      <details>
        <summary>{round}</summary>
      </details>
      <button type="button" {...on("click", turn)}>
        Turn
      </button>
    </li>
  )
}
