import type { PropsWithChildren } from 'hono/jsx'
import { HiddenField } from './form.tsx'
import { Icon } from './icons.tsx'

/** A GET form whose state is the address. With script it searches while one types, and swaps what is `Refreshed`. */
export function SearchForm({
  action,
  label,
  placeholder,
  value,
  keep = {},
  quiet = false,
}: {
  action: string
  label: string
  placeholder?: string | undefined
  value: string
  /** The other parameters of the address: filter, sort. */
  keep?: Readonly<Record<string, string>>
  /** Where a search as one types fails, nothing happens until the button is pressed. */
  quiet?: boolean
}) {
  return (
    <form class="search" role="search" method="get" action={action} data-search={quiet ? 'quiet' : ''}>
      {Object.entries(keep).map(([name, kept]) => (
        <HiddenField name={name} value={kept} />
      ))}
      <Icon name="search" />
      <input
        type="search"
        name="q"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        autocomplete="off"
        spellcheck={false}
      />
      <button type="submit" class="button quiet">
        Search
      </button>
    </form>
  )
}

/** A part of the page that a search replaces; `live` for the row count, so that it is announced. */
export function Refreshed({ id, live = false, children }: PropsWithChildren<{ id: string; live?: boolean }>) {
  if (!live) {
    return (
      <div id={id} data-refreshed>
        {children}
      </div>
    )
  }
  return (
    <span id={id} data-refreshed role="status">
      {children}
    </span>
  )
}
