import type { JSX } from "../jsx/jsx-runtime.ts"

/** What `<Link>` takes: what `<a>` takes, and how the link is followed. */
export type LinkProps = JSX.IntrinsicElements["a"] & {
  href: string
  /** The page is asked for as soon as somebody points at the link. */
  prefetch?: boolean
  /** With a view transition, where the browser has them and the person wants motion. */
  transition?: boolean
  /** In place of the present entry of the history. */
  replace?: boolean
}

/** A link to another page of the application, followed without a page load: `<Link href="/about" prefetch>About</Link>`. */
export function Link({ prefetch = false, transition = false, replace = false, ...rest }: LinkProps) {
  return (
    <a
      data-liveview-visit={replace ? "replace" : true}
      data-liveview-prefetch={prefetch || undefined}
      data-liveview-transition={transition || undefined}
      {...rest}
    />
  )
}
