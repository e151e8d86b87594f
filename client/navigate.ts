import { ROOM_HEADER } from "../server/protocol.ts"
import { clock } from "./clock.ts"
import type { Navigation } from "./navigation.ts"
import type { Page } from "./page.ts"

/**
 * Uses what may have to be loaded first. A part that cannot be loaded although the server was there before and after is another build's;
 * where somebody else answers, or nobody, it is tried again.
 */
export function navigate(page: Page, use: (part: Navigation) => void, hasFailed = false, wasThere = false): void {
  const again = (isThere = false) => {
    page.comforts(({ notices }) => notices.connectionChanged(false))
    clock.after(1_000, () => navigate(page, use, true, isThere))
  }
  const answered = ({ headers }: Response) => {
    const isThere = headers.has(ROOM_HEADER)
    if (isThere && wasThere) location.reload()
    else again(isThere)
  }
  page.navigation(
    (part) => {
      use(part)
      // The connection says itself that it is there.
      if (hasFailed) page.connection.reconnect()
    },
    () => fetch(location.href, { method: "HEAD" }).then(answered, () => again()),
  )
}
