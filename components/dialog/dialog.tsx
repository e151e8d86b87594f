import { Focus, handler, on, page, Update } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import source from "./dialog.tsx?raw"

const modal = z.object({ modalId: z.string().max(20), userId: z.string().max(20), modalType: z.string().max(20) })
const action = z.object({ actionId: z.string().max(20) })

export const openModal = handler("open_modal", { data: modal }, ({ data }) => ({
  target: "#modal-container",
  html: <Modal id={data.modalId} user={data.userId} type={data.modalType} />,
}))

export const closeModal = handler("close_modal", () => [{ target: "#modal-container", html: "" }, <Focus target="#open-modal" />])

export const openDialog = handler("open_dialog", { data: z.object({ type: z.string().max(20) }) }, ({ data }) => ({
  target: "#dialog-container",
  html: <OverlayDialog type={data.type} />,
}))

export const closeDialog = handler("close_dialog", () => [{ target: "#dialog-container", html: "" }, <Focus target="#open-dialog" />])

export const confirmAction = handler("confirm_action", { data: action }, ({ data }) => [
  { target: "#dialog-container", html: "" },
  { target: "#message", html: <Done action={data.actionId} /> },
  <Focus target="#open-dialog" />,
])

export const ask = handler("dialog:open", () => (
  <Update target="#native-container">
    <NativeDialog />
  </Update>
))

export const dismiss = handler("dialog:close", () => [<Update target="#native-container" />, <Focus target="#open-native" />])

export const agree = handler("dialog:confirm", { data: action }, ({ data }) => [
  <Update target="#native-container" />,
  <Update target="#message">
    <Done action={data.actionId} />
  </Update>,
  <Focus target="#open-native" />,
])

export const dialogPage = page("/dialog", {
  title: ({ t }) => t("lessons.dialog.title"),
  render: ({ t }) => (
    <Lesson slug="dialog" t={t} source={source} shows={["openDialog", "closeDialog", "OverlayDialog", "NativeDialog"]}>
      <Bench title="Ask before acting">
        <Ways>
          <Way of="hand" wire={["click", "open_dialog", "#dialog-container"]}>
            <div class="row">
              <button
                type="button"
                id="open-modal"
                data-liveview-function="open_modal"
                data-data-modal-id="123"
                data-data-user-id="456"
                data-data-modal-type="confirmation"
                data-action="click->page#run"
              >
                Open Modal
              </button>
              <button
                type="button"
                id="open-dialog"
                class="primary"
                data-liveview-function="open_dialog"
                data-data-type="confirmation"
                data-action="click->page#run"
              >
                Open Dialog
              </button>
            </div>
          </Way>
          <Way of="on" wire={["click", "dialog:open", "#native-container"]}>
            <div class="row">
              <button type="button" id="open-native" class="primary" {...on("click", ask)}>
                Open Dialog
              </button>
            </div>
          </Way>
        </Ways>
        <div id="message" role="status" />
      </Bench>
      <div id="modal-container" class="layer" lang="en" />
      <div id="dialog-container" class="layer" lang="en" />
      <div id="native-container" class="layer" lang="en" />
    </Lesson>
  ),
})

function Done({ action }: { action: string }) {
  return <p class="notice">Action {action} completed successfully!</p>
}

function Modal({ id, user, type }: { id: string; user: string; type: string }) {
  return (
    <div
      class="overlay"
      data-action="click->page#run"
      data-liveview-function="close_modal"
      data-liveview-keyboard-map='{"esc":"close_modal"}'
    >
      <div
        class="dialog"
        role="dialog"
        aria-modal="true"
        aria-labelledby="modal-title"
        data-controller="trap"
        data-action="click->page#stop keydown->trap#keep"
      >
        <h2 id="modal-title">Modal {id}</h2>
        <p>
          A {type}, opened for user {user}.
        </p>
        <button type="button" data-liveview-function="close_modal" data-liveview-focus="true" data-action="click->page#run">
          Close
        </button>
      </div>
    </div>
  )
}

function OverlayDialog({ type }: { type: string }) {
  return (
    <div
      class="overlay"
      data-action="click->page#run"
      data-liveview-function="close_dialog"
      data-liveview-keyboard-map='{"esc":"close_dialog"}'
    >
      <div
        class="dialog"
        role="dialog"
        aria-modal="true"
        aria-labelledby="dialog-title"
        data-controller="trap"
        data-action="click->page#stop keydown->trap#keep"
      >
        <h2 id="dialog-title">Confirm Action</h2>
        <p>Are you sure you want to proceed? This is a {type}.</p>
        <div class="row">
          <button
            type="button"
            class="primary"
            data-liveview-function="confirm_action"
            data-data-action-id="123"
            data-liveview-focus="true"
            data-action="click->page#run"
          >
            Confirm
          </button>
          <button type="button" data-liveview-function="close_dialog" data-action="click->page#run">
            Cancel
          </button>
        </div>
      </div>
    </div>
  )
}

function NativeDialog() {
  return (
    <dialog id="native-dialog" aria-labelledby="native-title" data-liveview-modal {...on({ click: dismiss, cancel: dismiss })}>
      <div class="dialog" data-action="click->page#stop">
        <h2 id="native-title">Confirm Action</h2>
        <p>Are you sure you want to proceed? The browser keeps focus in here.</p>
        <div class="row">
          <button type="button" class="primary" data-liveview-focus="true" {...on("click", agree, { actionId: "456" })}>
            Confirm
          </button>
          <button type="button" {...on("click", dismiss)}>
            Cancel
          </button>
        </div>
      </div>
    </dialog>
  )
}
