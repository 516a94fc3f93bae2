import type { PropsWithChildren } from 'hono/jsx'
import type { FieldProblems } from '../../domain/errors.ts'
import type { ScopeChoices, SubscribedKind, TypedScope } from '../../domain/subscriber-scope.ts'
import { Checkbox, CheckboxGroup } from '../../ui/checkbox.tsx'
import { fieldProblemWords } from '../../ui/field-words.ts'
import { Icon } from '../../ui/icons.tsx'

export const SCOPE_FIELDS = { about: { label: 'Platforms and services' }, kinds: { label: 'What to hear about' } }

/** How the fields of a form are called. */
export const platformField = (id: string) => `platform-${id}`
export const componentField = (key: string) => `component-${key}`
export const kindField = (kind: SubscribedKind) => `kind-${kind}`

const KINDS: readonly (readonly [SubscribedKind, string, string])[] = [
  ['incident', 'Incidents', 'Something does not work as it should; also what our automatic checks find.'],
  ['maintenance', 'Maintenance', 'When it is planned, 3 days, a day and an hour before, and as it begins and ends.'],
  ['release', 'Releases without downtime', 'Planned as well; nothing stops working.'],
]

/** What mails or posts are wanted of: everything, or some of it. */
export function ScopeFields({ choices, typed, problems }: { choices: ScopeChoices; typed: TypedScope; problems: FieldProblems }) {
  const regions = [...Map.groupBy(choices.platforms, ({ region }) => region)]
  return (
    <>
      <fieldset class={problems['about'] === undefined ? 'checks' : 'checks wrong'} id="field-about" tabindex={-1}>
        <legend>{SCOPE_FIELDS.about.label}</legend>
        {problems['about'] === undefined ? null : (
          <p class="problem">
            <Icon name="alert" />
            {fieldProblemWords(problems['about'], SCOPE_FIELDS.about)}
          </p>
        )}
        <Radio
          value="everything"
          label="All platforms and shared services"
          hint="Also those to come."
          checked={typed.everything}
        />
        <Radio value="some" label="Only these:" checked={!typed.everything} />
        <div class="scope-choices">
          {regions.map(([region, platforms]) => (
            <ScopeGroup label={region}>
              {platforms.map(({ id, label }) => (
                <Checkbox name={platformField(id)} label={label} checked={typed.platforms.includes(id)} />
              ))}
            </ScopeGroup>
          ))}
          {choices.components.length === 0 ? null : (
            <ScopeGroup label="Shared services">
              {choices.components.map(({ key, name }) => (
                <Checkbox name={componentField(key)} label={name} checked={typed.components.includes(key)} />
              ))}
            </ScopeGroup>
          )}
        </div>
      </fieldset>
      <CheckboxGroup
        legend={SCOPE_FIELDS.kinds.label}
        name="kinds"
        problem={problems['kinds']}
        options={KINDS.map(([kind, label, hint]) => ({
          name: kindField(kind),
          label,
          hint,
          checked: typed.kinds.includes(kind),
        }))}
      />
    </>
  )
}

function Radio({ value, label, hint, checked }: { value: string; label: string; hint?: string; checked: boolean }) {
  const id = `field-about-${value}`
  return (
    <div class="check">
      <input type="radio" id={id} name="about" value={value} checked={checked} aria-describedby={hint && `${id}-hint`} />
      <label for={id}>{label}</label>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

function ScopeGroup({ label, children }: PropsWithChildren<{ label: string }>) {
  return (
    <fieldset class="checks scope-group">
      <legend>{label}</legend>
      {children}
    </fieldset>
  )
}
