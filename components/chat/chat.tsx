import { Append, byId, field, FieldError, handler, notFound, on, page, refuse, Remove, Title, Update, Url } from "livetsx"
import type { Presence, SessionData } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, WaySwitch, Wire, writingOf } from "../frame/_ways.tsx"
import type { Writing } from "../frame/_ways.tsx"
import { MessageLine, Messages } from "./_messages.tsx"
import { Who } from "./_who.tsx"
import source from "./chat.tsx?raw"
import { addMessage, roomOf, rooms } from "./messages.ts"
import type { Room } from "./messages.ts"
import { nicknameOf } from "./nickname.ts"

const text = z.string().trim().min(1, "Write something.").max(500, "At most 500 characters.")
const inRoom = z.object({ room: z.string().max(40) })
const change = inRoom.extend({ from: z.string().max(40) })

export const joinRoom = handler("join_room", { data: change }, async ({ data, session, join, leave, send, presence }) => {
  const room = found(data.room)
  await leave(`chat:${data.from}`)
  await join(`chat:${room.id}`)
  return send({
    target: "#chat",
    html: <Chat room={room} way="hand" session={session} presence={presence(`chat:${room.id}`)} />,
    url: urlOf(room, "hand"),
    title: titleOf(room),
  })
})

export const sendMessage = handler("send_message", { data: inRoom, form: z.object({ text }) }, async ({ data, form, session, to }) => {
  const room = found(data.room)
  const { message, pushedOff } = addMessage(room.id, nicknameOf(session), form.text)
  await to(`chat:${room.id}`).send({ target: `#messages-${room.id}`, html: <MessageLine message={message} />, append: true })
  if (pushedOff) await to(`chat:${room.id}`).send({ target: `#message-${pushedOff.id}`, remove: true })
  return <HandComposer room={room} />
})

export const enter = handler("chat:enter", { data: change }, async ({ data, session, join, leave, presence }) => {
  const room = found(data.room)
  await leave(`chat:${data.from}`)
  await join(`chat:${room.id}`)
  return (
    <>
      <Update target="#chat">
        <Chat room={room} way="on" session={session} presence={presence(`chat:${room.id}`)} />
      </Update>
      <Url href={urlOf(room, "on")} />
      <Title>{titleOf(room)}</Title>
    </>
  )
})

export const say = handler("chat:say", { data: inRoom, form: z.object({ text }) }, async ({ data, form, session, to }) => {
  const room = found(data.room)
  const { message, pushedOff } = addMessage(room.id, nicknameOf(session), form.text)
  await to(`chat:${room.id}`).send([
    <Append target={byId(`messages-${room.id}`)}>
      <MessageLine message={message} />
    </Append>,
    pushedOff ? <Remove target={byId(`message-${pushedOff.id}`)} /> : null,
  ])
  return <Composer room={room} />
})

export const chooseName = handler(
  "chat:name",
  { form: z.object({ name: z.string().trim().min(2, "Two letters or more.").max(24, "At most 24 letters.") }) },
  ({ form, session }) => {
    session.nickname = form.name
    return <NameForm session={session} />
  },
)

export const chatPage = page("/chat{/:room}", {
  title: ({ params }) => titleOf(roomOf(params.room ?? first)),
  rooms: ({ params }) => [`chat:${params.room ?? first}`],
  render: ({ params, query, session, presence, t }) => {
    const room = roomOf(params.room ?? first)
    if (!room) return notFound()
    return (
      <Lesson slug="chat" t={t} source={source} shows={["joinRoom", "sendMessage", "enter", "say"]}>
        <Bench title="Talk">
          <div id="chat" class="chat">
            <Chat room={room} way={writingOf(query)} session={session} presence={presence(`chat:${room.id}`)} />
          </div>
        </Bench>
      </Lesson>
    )
  },
})

const first = "harbour"

function found(id: string): Room {
  const room = roomOf(id)
  if (!room) throw refuse("There is no such room.")
  return room
}

function titleOf(room: Room | undefined): string {
  return room ? `${room.title} · Chat` : "Chat"
}

function urlOf(room: Room, way: Writing): string {
  return `/chat/${room.id}?way=${way}`
}

function Chat({ room, way, session, presence }: { room: Room; way: Writing; session: SessionData; presence: Presence }) {
  return (
    <>
      <WaySwitch path={`/chat/${room.id}`} current={way} />
      <Wire steps={["submit", way === "hand" ? "send_message" : "chat:say", `#messages-${room.id}`]} />
      <nav class="rooms" aria-label="Rooms">
        {rooms().map((other) =>
          way === "hand" ? <HandRoomLink key={other.id} room={other} from={room} /> : <RoomLink key={other.id} room={other} from={room} />,
        )}
      </nav>
      <Who room={room} presence={presence} />
      <Messages room={room} />
      {way === "hand" ? <HandComposer room={room} /> : <Composer room={room} />}
      <NameForm session={session} />
    </>
  )
}

function HandRoomLink({ room, from }: { room: Room; from: Room }) {
  return (
    <a
      href={urlOf(room, "hand")}
      aria-current={room.id === from.id ? "page" : undefined}
      data-liveview-function="join_room"
      data-data-room={room.id}
      data-data-from={from.id}
      data-action="click->page#run"
    >
      {room.title}
    </a>
  )
}

function RoomLink({ room, from }: { room: Room; from: Room }) {
  return (
    <a
      href={urlOf(room, "on")}
      aria-current={room.id === from.id ? "page" : undefined}
      {...on("click", enter, { room: room.id, from: from.id })}
    >
      {room.title}
    </a>
  )
}

function HandComposer({ room }: { room: Room }) {
  return (
    <form
      id="composer"
      class="row"
      aria-label="Write a message"
      data-action="submit->page#run"
      data-liveview-function="send_message"
      data-data-room={room.id}
    >
      <div class="grow">
        <label for="text">Message to {room.title}</label>
        <input id="text" name="text" required maxlength={500} autocomplete="off" />
      </div>
      <button type="submit" class="primary">
        Send
      </button>
    </form>
  )
}

function Composer({ room }: { room: Room }) {
  return (
    <form id="composer" class="row" aria-label="Write a message" {...on("submit", say, { room: room.id })}>
      <div class="grow">
        <label for="text">Message to {room.title}</label>
        <input id="text" {...field(say, "text")} autocomplete="off" />
        <FieldError of={say} name="text" />
      </div>
      <button type="submit" class="primary">
        Send
      </button>
    </form>
  )
}

function NameForm({ session }: { session: SessionData }) {
  return (
    <form id="name-form" class="row" aria-label="Your name" {...on("submit", chooseName)}>
      <div class="grow">
        <label for="nickname">You write as</label>
        <input id="nickname" {...field(chooseName, "name")} value={nicknameOf(session)} autocomplete="nickname" />
        <FieldError of={chooseName} name="name" />
      </div>
      <button type="submit">Change name</button>
    </form>
  )
}
