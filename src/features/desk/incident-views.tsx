import type { Refusal } from '../../domain/errors.ts'
import type { ComponentState } from '../../domain/service-status.ts'
import { ErrorSummary, MessageText, Notice } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { DESK } from '../../ui/desk-paths.ts'
import { HiddenField } from '../../ui/form.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection, TwoColumns } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { ServiceState } from '../../ui/service-state.tsx'
import { UPDATE_WORDS } from '../../ui/service-words.ts'
import { TextAreaField } from '../../ui/text-area.tsx'
import { Time } from '../../ui/time.tsx'
import {
  INCIDENT_WORDS,
  IncidentFields,
  OPEN_STATUSES,
  UPDATE_STATUSES,
  withWrong,
  type IncidentFormPart,
} from './incident-form-views.tsx'
import { ImpactBadge, Timeline, type ChoosableComponent, type TimelineUpdate } from './parts-views.tsx'
import { PreviewPart, type ShownPreview } from './preview-views.tsx'

export type IncidentFormProps = Pick<IncidentFormPart, 'typed' | 'problems' | 'wrong' | 'components'> & {
  readonly preview: ShownPreview | null
}

export type TemplateLink = { readonly id: string; readonly label: string }

/** A new incident, with what will be published before it is. */
export function NewIncidentView({ preview, templates, ...form }: IncidentFormProps & { templates: readonly TemplateLink[] }) {
  return (
    <>
      <p>
        <a href={DESK.incidents}>Back to the incidents</a>
      </p>
      <PageHeading sub="Say what people notice. You see what will be published before it is.">Open an incident</PageHeading>
      <ErrorSummary problems={form.problems} fields={withWrong(INCIDENT_WORDS, form.wrong)} />
      <TemplateLinks templates={templates} href={DESK.newIncidentFrom} />
      <Form action={DESK.newIncident}>
        {preview ? <PreviewPart preview={preview} /> : null}
        <IncidentFields {...form} present={{}} statuses={OPEN_STATUSES} />
        <PreviewButton again={preview !== null} />
      </Form>
    </>
  )
}

export function PreviewButton({ again }: { again: boolean }) {
  return (
    <SubmitButton name="do" value="preview" tone={again ? 'quiet' : 'primary'}>
      {again ? 'Preview again' : 'Preview'}
    </SubmitButton>
  )
}

export function TemplateLinks({ templates, href }: { templates: readonly TemplateLink[]; href: (id: string) => string }) {
  if (templates.length === 0) return <></>
  return (
    <nav class="chips" aria-label="Begin with a template">
      <span class="muted">Begin with:</span>
      {templates.map(({ id, label }) => (
        <a class="chip" href={href(id)}>
          {label}
        </a>
      ))}
    </nav>
  )
}

export type IncidentPageProps = IncidentFormProps & {
  readonly incident: {
    readonly id: string
    readonly name: string
    readonly impact: string
    readonly status: 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
    readonly startedAt: Date
    readonly resolvedAt: Date | null
    readonly version: number
    readonly createdBy: string
  }
  readonly updates: readonly TimelineUpdate[]
  readonly named: readonly (ChoosableComponent & { readonly state: ComponentState })[]
  /** What was refused though every field is right. */
  readonly refusal: Refusal | null
  readonly now: Date
}

/** One incident: what is to be said next, and all that was said. */
export function IncidentView(props: IncidentPageProps) {
  const { incident, updates, named, now } = props
  return (
    <>
      <p>
        <a href={DESK.incidents}>Back to the incidents</a>
      </p>
      <PageHeading
        sub={
          <>
            <ImpactBadge impact={incident.impact} /> <strong>{UPDATE_WORDS[incident.status]}</strong>
          </>
        }
        actions={
          <>
            {incident.status === 'resolved' ? (
              <ButtonLink tone="quiet" small href={DESK.reopen(incident.id)}>
                Reopen
              </ButtonLink>
            ) : null}
            <ButtonLink tone="quiet" small href={FRONT_DOOR.incident(incident.id)}>
              Public page
            </ButtonLink>
          </>
        }
      >
        {incident.name}
      </PageHeading>
      <TwoColumns aside={<Said updates={updates} now={now} />}>
        <div>
          <Card>
            <Facts
              facts={[
                ['Began', <Time at={incident.startedAt} now={now} />],
                ...(incident.resolvedAt ? [['Resolved', <Time at={incident.resolvedAt} now={now} />] as const] : []),
                ['Opened by', incident.createdBy],
                ...named.map(({ name, state }) => [name, <ServiceState state={state} />] as const),
              ]}
            />
          </Card>
          {incident.resolvedAt === null ? <UpdateForm {...props} /> : <AfterResolved {...props} />}
        </div>
      </TwoColumns>
    </>
  )
}

function Said({ updates, now }: { updates: readonly TimelineUpdate[]; now: Date }) {
  return (
    <section>
      <h2>What was said</h2>
      <Timeline updates={updates} now={now} correct={DESK.update} />
    </section>
  )
}

function UpdateForm({ incident, named, refusal, preview, ...form }: IncidentPageProps) {
  return (
    <PageSection heading="Write an update">
      {refusal ? <ChangedMeanwhile what="incident" /> : null}
      <ErrorSummary problems={form.problems} fields={withWrong(INCIDENT_WORDS, form.wrong)} />
      <Form action={DESK.incident(incident.id)}>
        {preview ? <PreviewPart preview={preview} /> : null}
        <HiddenField name="version" value={form.typed.version} />
        <IncidentFields
          {...form}
          present={Object.fromEntries(named.map(({ id, state }) => [id, state]))}
          statuses={UPDATE_STATUSES}
        />
        <PreviewButton again={preview !== null} />
      </Form>
    </PageSection>
  )
}

/** Nothing that was typed is lost: the page shows what the other one wrote, and the form as it was left. */
export function ChangedMeanwhile({ what }: { what: string }) {
  return (
    <Notice tone="warn" heading="Somebody else has written meanwhile">
      <MessageText
        message={{
          heading: '',
          sentence: `You see this ${what} as it is now. What you typed is still here, and not published.`,
          next: 'Read what was said, change what you typed if need be, and press Preview again.',
          link: null,
        }}
      />
    </Notice>
  )
}

function AfterResolved({ incident, typed, problems, wrong, refusal }: IncidentPageProps) {
  if (incident.status === 'postmortem') return <></>
  return (
    <PageSection heading="Write the postmortem" sub="What was behind it, and what is done so that it doesn’t come again.">
      {refusal ? <ChangedMeanwhile what="incident" /> : null}
      <ErrorSummary problems={problems} fields={withWrong(INCIDENT_WORDS, wrong)} />
      <Form action={DESK.postmortem(incident.id)}>
        <HiddenField name="version" value={typed.version} />
        <TextAreaField
          name="body"
          {...INCIDENT_WORDS.body}
          wrong={wrong['body']}
          problem={problems['body']}
          value={typed.body}
          rows={10}
          hint="Markdown."
        />
        <Checkbox name="deliver" label="Tell subscribers" checked={typed.deliver !== ''} />
        <SubmitButton>Publish postmortem</SubmitButton>
      </Form>
    </PageSection>
  )
}

export type CorrectionProps = {
  readonly update: {
    readonly id: string
    readonly name: string
    readonly kind: 'incident' | 'maintenance'
    readonly incidentId: string
    readonly version: number
  }
  readonly typed: string
  readonly problem: IncidentFormProps['problems'][string] | undefined
  readonly wrong: string | undefined
  readonly refusal: Refusal | null
}

/** A mistake corrected openly: what it said before stays to be read. */
export function CorrectionView({ update, typed, problem, wrong, refusal }: CorrectionProps) {
  const back = update.kind === 'incident' ? DESK.incident(update.incidentId) : DESK.maintenance(update.incidentId)
  const words = { ...INCIDENT_WORDS.body, wrong }
  return (
    <>
      <p>
        <a href={back}>{update.name}</a>
      </p>
      <PageHeading sub="It will say that it was corrected, and what it said before stays to be read. Nobody is written to.">
        Correct an update
      </PageHeading>
      {refusal ? <ChangedMeanwhile what="update" /> : null}
      <ErrorSummary problems={problem ? { body: problem } : {}} fields={{ body: words }} />
      <Form action={DESK.update(update.id)}>
        <HiddenField name="version" value={String(update.version)} />
        <TextAreaField name="body" {...words} problem={problem} value={typed} rows={10} hint="Markdown." />
        <ButtonRow>
          <SubmitButton>Publish correction</SubmitButton>
          <ButtonLink tone="quiet" href={back}>
            Leave it
          </ButtonLink>
        </ButtonRow>
      </Form>
    </>
  )
}
