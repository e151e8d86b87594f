import type { JSX } from "../jsx/jsx-runtime.ts"

/** A link to another page of the application, followed without a page load: `<Link href="/about">About</Link>`. Takes what `<a>` takes. */
export function Link(props: JSX.IntrinsicElements["a"] & { href: string }) {
  return <a data-liveview-visit {...props} />
}
