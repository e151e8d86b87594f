import { messagesOf } from "./messages.ts"
import type { Message, Room } from "./messages.ts"

/** What was said in a room. The id names the room, so that a late message of another one finds no place here. */
export function Messages({ room }: { room: Room }) {
  return (
    <div id={`log-${room.id}`} class="messages" role="log" aria-label={`Messages in ${room.title}`} tabindex={0}>
      <ol id={`messages-${room.id}`} class="message-list">
        {messagesOf(room.id).map((message) => (
          <MessageLine key={message.id} message={message} />
        ))}
      </ol>
      <p class="hint">{room.topic}</p>
    </div>
  )
}

export function MessageLine({ message: { id, author, text, sent } }: { message: Message }) {
  return (
    <li id={`message-${id}`}>
      <p>
        <strong>{author}</strong> <time dateTime={`${sent.replace(" ", "T")}Z`}>{sent.slice(11, 16)}</time>
      </p>
      <p>{text}</p>
    </li>
  )
}
