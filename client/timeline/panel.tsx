/** @jsxImportSource preact */
import { type Entry, phases, totalOf, touchedBy } from "./entry.ts"
import type { LineConditions } from "./line.ts"
import { nameOf } from "./touched.ts"
import { bytes, labelOf, milliseconds, phaseNames, often, simulatedWords } from "./words.ts"

/** What the panel shows. What is pressed in it is told by `data-command`, `data-entry` and `data-element`, and by the names of its fields. */
export interface Shown {
  open: boolean
  atTop: boolean
  conditions: LineConditions
  losesReply: boolean
  entries: readonly Entry[]
  expanded: ReadonlySet<number>
  /** Counts how often the fields of the line were put back. */
  resets: number
}

export function Panel(shown: Shown) {
  const simulated = simulatedWords(shown.conditions, shown.losesReply)
  return (
    <aside aria-label="Developer timeline">
      <button
        type="button"
        class={simulated ? "launcher launcher--simulated" : "launcher"}
        data-command="toggle"
        aria-expanded={shown.open}
        aria-controls="panel"
        aria-label={simulated ? `Timeline, simulated: ${simulated}` : "Timeline"}
        title="Timeline of this page's events (development only)"
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 4h6M5 8h7M9 12h5" />
        </svg>
        {simulated && <span>simulated {simulated}</span>}
      </button>
      <div class={shown.atTop ? "panel panel--top" : "panel"} id="panel" hidden={!shown.open}>
        {shown.open && <Content {...shown} />}
      </div>
    </aside>
  )
}

function Content({ atTop, conditions, losesReply, entries, expanded, resets }: Shown) {
  return (
    <>
      <header>
        <h2>Timeline</h2>
        <ul class="legend" aria-hidden="true">
          {phases.map((phase) => (
            <li key={phase} class={phase}>
              {phaseNames[phase]}
            </li>
          ))}
        </ul>
        <button type="button" data-command="clear" disabled={!entries.length}>
          Clear
        </button>
        <button type="button" data-command="move" aria-label={`Move to the ${atTop ? "bottom" : "top"}`} title="Off what it covers">
          {atTop ? "↓" : "↑"}
        </button>
        <button type="button" data-command="close" aria-label="Close the timeline" title="Close (Escape)">
          ×
        </button>
      </header>
      <Network key={resets} conditions={conditions} losesReply={losesReply} />
      <div class="columns" aria-hidden="true">
        <span>Event</span>
        <span>Outcome</span>
        <span />
        {["Total", ...phases.map((phase) => phaseNames[phase]), "Sent", "Received", "Touched"].map((name) => (
          <span key={name} class="number">
            {name}
          </span>
        ))}
      </div>
      {entries.length ? (
        <ol>
          {entries.map((entry) => (
            <Line key={entry.id} entry={entry} isExpanded={expanded.has(entry.id)} />
          ))}
        </ol>
      ) : (
        <p class="empty">What this page says to its server, and hears from it, is listed here.</p>
      )}
    </>
  )
}

function Network({ conditions: { latency, jitter, speed, offline }, losesReply }: Pick<Shown, "conditions" | "losesReply">) {
  const isSimulated = latency || jitter || speed || offline || losesReply
  return (
    <fieldset>
      <legend>Simulated network</legend>
      <label title="Milliseconds that everything takes, each way">
        Latency <input type="number" name="latency" min="0" max="10000" step="50" defaultValue={String(latency)} /> ms
      </label>
      <label title="By how many milliseconds more at most, at random">
        Jitter <input type="number" name="jitter" min="0" max="10000" step="50" defaultValue={String(jitter)} /> ms
      </label>
      <label>
        Speed{" "}
        <select name="speed">
          {Object.entries(speeds).map(([value, text]) => (
            <option key={value} value={value} selected={Number(value) === speed}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <label title="No connection, until it is switched on again">
        <input type="checkbox" name="offline" defaultChecked={offline} /> Offline
      </label>
      <button type="button" data-command="cut" title="Breaks the connection; the page comes back by itself">
        Cut once
      </button>
      <button
        type="button"
        data-command="loseReply"
        aria-pressed={losesReply}
        title="The connection breaks as the next reply arrives; the event is sent again, and its handler runs once"
      >
        Lose the next reply
      </button>
      <button type="button" data-command="reset" disabled={!isSimulated}>
        Reset
      </button>
    </fieldset>
  )
}

const speeds: Record<number, string> = { 0: "full", 50000: "50 kB/s", 5000: "5 kB/s", 500: "500 B/s" }

function Line({ entry, isExpanded }: { entry: Entry; isExpanded: boolean }) {
  const { id, kind, name, cause, outcome, sends } = entry
  return (
    <li>
      <button
        type="button"
        class={`entry ${kind} ${isFailure(entry) ? "failed" : ""}`}
        data-command="entry"
        data-entry={id}
        aria-expanded={isExpanded}
        aria-label={labelOf(entry)}
      >
        <span class="name">
          <b>{name}</b> {cause}
        </span>
        <span class="outcome">
          {kind === "event" || outcome !== "ok" ? outcome : ""}
          {sends > 1 && ` ${sends}×`}
        </span>
        <Bar entry={entry} />
        <span class="number total">{milliseconds(totalOf(entry))}</span>
        {phases.map((phase) => (
          <span key={phase} class="number wide">
            {milliseconds(entry.times[phase])}
          </span>
        ))}
        <span class="number wide">{bytes(entry.sent)}</span>
        <span class="number wide">{bytes(entry.received)}</span>
        <span class="number wide">{touchedBy(entry).length || ""}</span>
      </button>
      {isExpanded && <Detail entry={entry} />}
    </li>
  )
}

/** Each phase's share of the whole; what grows by less than 1 in all does not fill it. */
function Bar({ entry }: { entry: Entry }) {
  return (
    <span class="bar">
      {phases.map((phase) => {
        const time = entry.times[phase]
        return time ? <i key={phase} class={phase} style={{ flexGrow: 1_000 * time }} /> : null
      })}
    </span>
  )
}

function Detail({ entry }: { entry: Entry }) {
  const { times: spent, reference, patches, date } = entry
  const elements = touchedBy(entry)
  return (
    <dl class="detail">
      <Fact name="At" text={date.toLocaleTimeString(undefined, { hour12: false })} />
      {phases.map((phase) => spent[phase] !== undefined && <Fact key={phase} name={phaseNames[phase]} text={phaseWords(entry, phase)} />)}
      {entry.sent > 0 && <Fact name="Sent" text={sentWords(entry)} />}
      {entry.received > 0 && <Fact name="Received" text={bytes(entry.received)} />}
      {reference && <Fact name="Reference" text={`${reference} (also in the server's log)`} />}
      {patches.length > 0 && (
        <div>
          <dt>Patches</dt>
          {patches.map((patch, index) => (
            <dd key={index}>
              <code>{patch}</code>
            </dd>
          ))}
        </div>
      )}
      {elements.length > 0 && (
        <div>
          <dt>Touched</dt>
          {elements.map((element, index) => (
            <dd key={index}>
              <button type="button" data-command="element" data-entry={entry.id} data-element={index} title="Scroll to it">
                {nameOf(element)}
              </button>
            </dd>
          ))}
        </div>
      )}
    </dl>
  )
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  )
}

function phaseWords({ times: spent, kind }: Entry, phase: (typeof phases)[number]): string {
  const time = milliseconds(spent[phase])
  if (phase === "handler" && spent.run !== undefined) return `${time}, of that ${milliseconds(spent.run)} in the handler`
  if (phase === "wire" && kind === "document") return `${time}, with the server`
  if (phase === "wire" && kind === "connection") return `${time} away`
  return time
}

function sentWords({ sent, sends, runs }: Entry): string {
  const ran = runs === undefined ? "" : `; the handler ran ${often(runs)}`
  return bytes(sent) + (sends > 1 ? `, ${often(sends)}${ran}` : "")
}

const unremarkable = new Set(["ok", "waiting", "under way"])

function isFailure({ outcome }: Entry): boolean {
  return !unremarkable.has(outcome)
}
