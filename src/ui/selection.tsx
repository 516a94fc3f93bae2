import { buttonClass } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { HiddenField } from './form.tsx'

/** The form to which the ticks of a list's rows belong. */
export const SELECTION_FORM = 'selection'

/** In the head of the column of ticks; it works with script only, and is hidden until then. */
export function SelectAll() {
  return (
    <label>
      <input type="checkbox" data-select-all={SELECTION_FORM} autocomplete="off" hidden />
      <span class="heard">Select all on this page</span>
    </label>
  )
}

/**
 * What can be done to those who are ticked: shown while anybody is. Each button leads to a page that says who is affected
 * and who is refused, before anything happens. `everybody`: the words for all that the list found, where there are more
 * than this page shows.
 */
export function BulkBar({
  action,
  fields,
  acts,
  everybody,
}: {
  action: string
  fields: Readonly<Record<string, string>>
  acts: readonly { readonly value: string; readonly label: string }[]
  everybody: string | null
}) {
  return (
    <form id={SELECTION_FORM} class="bulk-bar" method="post" action={action} aria-label="Act on those selected">
      {Object.entries(fields).map(([name, value]) => (
        <HiddenField name={name} value={value} />
      ))}
      <div class="bulk-who">
        <strong data-selected-count role="status">
          Selected users
        </strong>
        {everybody === null ? null : <Checkbox name="all" label={everybody} />}
      </div>
      <div class="bulk-acts">
        {acts.map(({ value, label }) => (
          <button type="submit" class={buttonClass({ tone: 'quiet', small: true })} name="act" value={value}>
            {label}
          </button>
        ))}
      </div>
    </form>
  )
}
