import { field, FieldError, handler, on, page, refuse, Upload } from "livetsx"
import { z } from "zod"

import { Lesson } from "../frame/_lesson.tsx"
import { Bench, Way, Ways } from "../frame/_ways.tsx"
import { visitorOf } from "../login/session.ts"
import { keepPicture, kinds, largest, type Picture, picturesOf, removePicture } from "./pictures.ts"
import source from "./upload.tsx?raw"

export const uploadPicture = handler("upload_picture", async ({ form, session, send }) => {
  const { picture } = form
  if (!(picture instanceof Upload)) throw refuse("Choose a picture first.", { field: "picture" })
  if (!z.enum(kinds).safeParse(picture.type).success) throw refuse("This is not a picture.", { field: "picture" })
  if (picture.size > largest) throw refuse("This picture is too large.", { field: "picture" })
  await keepPicture(visitorOf(session), picture.name, picture)
  return send({ target: "#album", html: <Pictures visitor={visitorOf(session)} /> })
})

const picture = z
  .file()
  .max(largest)
  .mime([...kinds])
  .pipe(z.instanceof(Upload))

export const addPictures = handler(
  "album:add",
  { form: z.object({ caption: z.string().trim().max(80), pictures: z.array(picture).min(1).max(4) }) },
  async ({ form, session }) => {
    const visitor = visitorOf(session)
    for (const upload of form.pictures) await keepPicture(visitor, form.caption || upload.name, upload)
    return [<Album visitor={visitor} />, <AlbumForm />]
  },
)

export const removeFromAlbum = handler("album:remove", { data: z.object({ id: z.uuid() }) }, async ({ data, session }) => {
  await removePicture(data.id, visitorOf(session))
  return <Album visitor={visitorOf(session)} />
})

export const uploadPage = page("/upload", {
  title: ({ t }) => t("lessons.upload.title"),
  render: ({ session, t }) => (
    <Lesson slug="upload" t={t} source={source} shows={["picture", "addPictures", "AlbumForm", "uploadPicture"]}>
      <Bench title="An album of your own">
        <Ways>
          <Way of="hand" wire={["submit", "upload_picture", "#album"]}>
            <form class="form" aria-label="Picture, by hand" data-action="submit->page#run" data-liveview-function="upload_picture">
              <div>
                <label for="picture">Picture</label>
                <input
                  id="picture"
                  name="picture"
                  type="file"
                  accept="image/*"
                  required
                  data-liveview-max-size={largest}
                  data-liveview-preview
                  aria-describedby="error-picture"
                />
                <span id="error-picture" class="error" data-liveview-error-for="picture" aria-live="polite" />
              </div>
              <button type="submit" class="primary" data-liveview-disable-with="Adding…">
                Add
              </button>
            </form>
          </Way>
          <Way of="on" wire={["submit", "album:add", "#album"]}>
            <AlbumForm />
          </Way>
        </Ways>
        <Album visitor={visitorOf(session)} />
      </Bench>
    </Lesson>
  ),
})

function AlbumForm() {
  return (
    <form id="album-form" class="form" aria-label="Pictures, with a schema" {...on("submit", addPictures, {}, { disableWith: "Adding…" })}>
      <div>
        <label for="caption">Caption</label>
        <input id="caption" {...field(addPictures, "caption")} />
      </div>
      <div class="drop" data-liveview-drop>
        <label for="pictures">Up to four pictures, or drop them here</label>
        <input id="pictures" {...field(addPictures, "pictures")} data-liveview-preview />
        <FieldError of={addPictures} name="pictures" />
      </div>
      <button type="submit" class="primary">
        Add to the album
      </button>
    </form>
  )
}

function Album({ visitor }: { visitor: string }) {
  return (
    <div id="album">
      <Pictures visitor={visitor} />
    </div>
  )
}

function Pictures({ visitor }: { visitor: string }) {
  const pictures = picturesOf(visitor)
  if (!pictures.length) return <p class="hint">No pictures yet. Only you see those that you add.</p>
  return (
    <ul class="album" aria-label="Album">
      {pictures.map((picture) => (
        <AlbumPicture key={picture.id} of={picture} />
      ))}
    </ul>
  )
}

function AlbumPicture({ of: { id, caption, size } }: { of: Picture }) {
  return (
    <li key={id}>
      <img src={`/pictures/${id}`} alt={caption} loading="lazy" />
      <span class="album-caption">{caption}</span>
      <span class="hint">{Math.max(1, Math.round(size / 1000))} kB</span>
      <button type="button" class="quiet" {...on("click", removeFromAlbum, { id })} aria-label={`Remove ${caption}`}>
        Remove
      </button>
    </li>
  )
}
