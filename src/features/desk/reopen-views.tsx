import type { Refusal } from '../../domain/errors.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { Form } from '../../ui/button.tsx'
import { DESK } from '../../ui/desk-paths.ts'
import { HiddenField } from '../../ui/form.tsx'
import { PageHeading } from '../../ui/page-parts.tsx'
import { Time } from '../../ui/time.tsx'
import { INCIDENT_WORDS, IncidentFields, OPEN_STATUSES, withWrong } from './incident-form-views.tsx'
import { ChangedMeanwhile, PreviewButton, type IncidentFormProps } from './incident-views.tsx'
import { PreviewPart } from './preview-views.tsx'

export type ReopenProps = IncidentFormProps & {
  readonly incident: { readonly id: string; readonly name: string; readonly resolvedAt: Date }
  /** Ids of what it named: said anew, as resolving made all of it operational. */
  readonly named: readonly string[]
  readonly refusal: Refusal | null
  readonly now: Date
}

/** A resolved incident opened again, openly, with what will be published before it is. */
export function ReopenView({ incident, named, refusal, preview, now, ...form }: ReopenProps) {
  const { id, name, resolvedAt } = incident
  return (
    <>
      <p>
        <a href={DESK.incident(id)}>Back to “{name}”</a>
      </p>
      <PageHeading
        sub={
          <>
            Resolved <Time at={resolvedAt} now={now} brief />. That stays to be read.
          </>
        }
      >
        Reopen an incident
      </PageHeading>
      {refusal ? <ChangedMeanwhile what="incident" /> : null}
      <ErrorSummary problems={form.problems} fields={withWrong(INCIDENT_WORDS, form.wrong)} />
      <ul>
        <li>It is open again for everybody, and goes on with this update.</li>
        <li>Say again what its components are in: resolving made all of them operational.</li>
        <li>The time in between is no outage.</li>
      </ul>
      <Form action={DESK.reopen(id)}>
        {preview ? <PreviewPart preview={preview} /> : null}
        <HiddenField name="version" value={form.typed.version} />
        <IncidentFields {...form} present={{}} named={named} statuses={OPEN_STATUSES} />
        <PreviewButton again={preview !== null} />
      </Form>
    </>
  )
}
