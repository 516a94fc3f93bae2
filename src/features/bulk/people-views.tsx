import type { BulkGroup, BulkOutcome } from '../../domain/bulk-act.ts'
import { Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'

/** The first by name, and how many there are besides. */
export function PeopleOf({ group: { users, named } }: { group: BulkGroup<BulkOutcome> }) {
  if (named.length === 0) return <></>
  const more = users - named.length
  return (
    <ul class="people">
      {named.map(({ id, firstName, lastName, username }) => (
        <li>
          <a href={PLATFORM.user(id)}>
            {firstName} {lastName}
          </a>{' '}
          <Verbatim>{username}</Verbatim>
        </li>
      ))}
      {more > 0 ? <li class="muted">and {more.toLocaleString('en-GB')} more</li> : null}
    </ul>
  )
}
