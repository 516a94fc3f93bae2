import type { Child, PropsWithChildren } from 'hono/jsx'

/** The page's one h1, a line under it, and its actions at the right. */
export function PageHeading({ children, sub, actions }: PropsWithChildren<{ sub?: Child; actions?: Child }>) {
  return (
    <div class="page-heading">
      <div>
        <h1>{children}</h1>
        {sub === undefined ? null : <p class="lead">{sub}</p>}
      </div>
      {actions === undefined ? null : <div class="page-actions">{actions}</div>}
    </div>
  )
}

/** A part of a page under its own h2, with its actions at the right. */
export function PageSection({
  heading,
  sub,
  actions,
  children,
}: PropsWithChildren<{ heading: string; sub?: Child; actions?: Child }>) {
  return (
    <section class="page-section">
      <div class="page-heading">
        <div>
          <h2>{heading}</h2>
          {sub === undefined ? null : <p class="lead">{sub}</p>}
        </div>
        {actions === undefined ? null : <div class="page-actions">{actions}</div>}
      </div>
      {children}
    </section>
  )
}

export function Card({ children }: PropsWithChildren<object>) {
  return <section class="card">{children}</section>
}

/** A form at the left, help at the right; one below the other on a phone. */
export function TwoColumns({ children, aside }: PropsWithChildren<{ aside: Child }>) {
  return (
    <div class="two">
      {children}
      <aside>{aside}</aside>
    </div>
  )
}

/** A question that opens: `<Disclosure summary="Who can help me?">…</Disclosure>`. Same `group`: one open at a time. */
export function Disclosure({
  summary,
  open = false,
  group,
  children,
}: PropsWithChildren<{ summary: Child; open?: boolean; group?: string | undefined }>) {
  return (
    <details open={open} name={group}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  )
}

/** Label and value, one pair a row. */
export function Facts({ facts }: { facts: readonly (readonly [label: Child, value: Child])[] }) {
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Toolbar above a list: search at the left, chips after it. */
export function Toolbar({ children }: PropsWithChildren<object>) {
  return <div class="toolbar">{children}</div>
}

/** Buttons side by side, wrapping; a `div`, since a dialog may not stand in a paragraph. */
export function ButtonRow({ children }: PropsWithChildren<object>) {
  return <div class="button-row">{children}</div>
}

/** A username or key, exactly as it is. */
export function Verbatim({ id, children }: PropsWithChildren<{ id?: string | undefined }>) {
  return (
    <code class="verbatim" id={id}>
      {children}
    </code>
  )
}

/** Where an address doesn't fit in its line, it breaks before the @ rather than within a word. */
export function BrokenBeforeAt({ address }: { address: string }) {
  const [local, ...domain] = address.split('@')
  return (
    <>
      {local}
      <wbr />@{domain.join('@')}
    </>
  )
}
