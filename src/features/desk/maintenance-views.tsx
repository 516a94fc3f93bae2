import type { Refusal } from '../../domain/errors.ts'
import type { MaintenancePhase } from '../../domain/service-status.ts'
import { ErrorSummary, Notice } from '../../ui/alert.tsx'
import { ButtonLink, Form } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { DESK } from '../../ui/desk-paths.ts'
import { HiddenField, SelectField } from '../../ui/form.tsx'
import { LocalTime } from '../../ui/local-time.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection, TwoColumns } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { UPDATE_WORDS } from '../../ui/service-words.ts'
import { STAFF_PASSES } from '../../ui/status-paths.ts'
import { TextAreaField } from '../../ui/text-area.tsx'
import { withWrong } from './incident-form-views.tsx'
import { ChangedMeanwhile, PreviewButton, TemplateLinks, type TemplateLink } from './incident-views.tsx'
import { ActDialog, TriedAct, type ActFormProps, type DeskAct, type TypedAct } from './maintenance-act-views.tsx'
import { MAINTENANCE_WORDS, MaintenanceFields, type MaintenanceFormPart } from './maintenance-form-views.tsx'
import { Timeline, type ChoosableComponent, type TimelineUpdate } from './parts-views.tsx'
import { PreviewPart, type ShownPreview } from './preview-views.tsx'

/** A new maintenance, with what will be published before it is. */
export function NewMaintenanceView({
  preview,
  templates,
  ...form
}: MaintenanceFormPart & { preview: ShownPreview | null; templates: readonly TemplateLink[] }) {
  return (
    <>
      <p>
        <a href={DESK.maintenances}>Back to the schedule</a>
      </p>
      <PageHeading sub="You see what will be published before it is.">Plan a maintenance</PageHeading>
      <ErrorSummary problems={form.problems} fields={withWrong(MAINTENANCE_WORDS, form.wrong)} />
      <TemplateLinks templates={templates} href={DESK.newMaintenanceFrom} />
      <Form action={DESK.newMaintenance}>
        {preview ? <PreviewPart preview={preview} /> : null}
        <MaintenanceFields {...form} />
        <PreviewButton again={preview !== null} />
      </Form>
    </>
  )
}

export type MaintenancePageProps = {
  readonly maintenance: {
    readonly id: string
    readonly name: string
    readonly phase: MaintenancePhase
    readonly overrun: boolean
    readonly scheduledFor: Date
    readonly scheduledUntil: Date
    readonly actualStartAt: Date | null
    readonly actualEndAt: Date | null
    readonly cancelledAt: Date | null
    readonly isRelease: boolean
    readonly closes: boolean
    readonly completes: 'by_clock' | 'by_person'
    readonly version: number
    readonly createdBy: string
    readonly components: readonly { readonly name: string }[]
    readonly choices: readonly ChoosableComponent[]
    readonly updates: readonly TimelineUpdate[]
  }
  /** What an update is to say. */
  readonly update: { readonly body: string; readonly status: string; readonly deliver: string }
  readonly problems: MaintenanceFormPart['problems']
  readonly wrong: MaintenanceFormPart['wrong']
  readonly preview: ShownPreview | null
  readonly refusal: Refusal | null
  /** An act that was refused for what was typed. */
  readonly tried: ActFormProps | null
  /** What the forms of acts begin with. */
  readonly fresh: TypedAct
  readonly now: Date
}

const ACTS_IN: Readonly<Record<MaintenancePhase, readonly DeskAct[]>> = {
  scheduled: ['edit', 'move', 'start', 'cancel'],
  in_progress: ['extend', 'complete', 'edit'],
  verifying: ['extend', 'complete', 'edit'],
  completed: ['edit'],
}

/** One maintenance: what can be done with it, and all that was said of it. */
export function MaintenanceView(props: MaintenancePageProps) {
  const { maintenance, tried, fresh, refusal, now } = props
  const { id, version, phase, isRelease, closes, choices, name, updates, cancelledAt, overrun } = maintenance
  const form = { id, version, phase, isRelease, closes, choices }
  const acts = ACTS_IN[phase].filter((act) => act !== tried?.act)
  return (
    <>
      <p>
        <a href={DESK.maintenances}>Back to the schedule</a>
      </p>
      <PageHeading
        sub={<PhaseWords phase={phase} cancelled={cancelledAt !== null} overrun={overrun} />}
        actions={
          <ButtonLink tone="quiet" small href={FRONT_DOOR.incident(id)}>
            Public page
          </ButtonLink>
        }
      >
        {name}
      </PageHeading>
      {refusal ? <ChangedMeanwhile what="maintenance" /> : null}
      <TwoColumns
        aside={
          <section>
            <h2>What was said</h2>
            <Timeline updates={updates} now={now} correct={DESK.update} />
          </section>
        }
      >
        <div>
          {tried ? <TriedAct {...tried} /> : null}
          <Card>
            <Facts facts={factsOf(maintenance)} />
            {acts.length === 0 ? null : (
              <ButtonRow>
                {acts.map((act) => (
                  <ActDialog act={act} {...form} typed={fresh} problems={{}} wrong={{}} />
                ))}
              </ButtonRow>
            )}
          </Card>
          {phase === 'completed' ? null : <UpdatePart {...props} />}
        </div>
      </TwoColumns>
    </>
  )
}

export function PhaseWords({ phase, cancelled, overrun }: { phase: MaintenancePhase; cancelled: boolean; overrun: boolean }) {
  const words = cancelled ? 'Cancelled' : overrun ? 'Beyond its planned end' : UPDATE_WORDS[phase]
  return <span class={`phase ${cancelled ? 'cancelled' : overrun ? 'overrun' : phase}`}>{words}</span>
}

function factsOf(maintenance: MaintenancePageProps['maintenance']) {
  const { scheduledFor, scheduledUntil, actualStartAt, actualEndAt, cancelledAt, isRelease, closes, completes, phase } =
    maintenance
  const kind = isRelease ? 'Release without downtime' : closes ? 'Maintenance; the platforms are closed meanwhile' : 'Maintenance'
  return [
    ['Start', <LocalTime at={scheduledFor} />],
    ['End', <LocalTime at={scheduledUntil} />],
    ...(actualStartAt ? [['Started', <LocalTime at={actualStartAt} />] as const] : []),
    ...(actualEndAt ? [['Completed', <LocalTime at={actualEndAt} />] as const] : []),
    ...(cancelledAt ? [['Cancelled', <LocalTime at={cancelledAt} />] as const] : []),
    ['Kind', kind],
    ...(closes && (phase === 'in_progress' || phase === 'verifying')
      ? [['Operators get in', <a href={STAFF_PASSES}>with a pass</a>] as const]
      : []),
    ['Ends', completes === 'by_clock' ? 'By itself, at its planned end' : 'When somebody completes it'],
    ['Components', maintenance.components.map(({ name }) => name).join(', ')],
    ['Planned by', maintenance.createdBy],
  ] as const
}

function UpdatePart({ maintenance, update, problems, wrong, preview }: MaintenancePageProps) {
  const { phase, id, version } = maintenance
  const runs = phase === 'in_progress' || phase === 'verifying'
  return (
    <PageSection heading="Write an update">
      <ErrorSummary problems={problems} fields={withWrong(MAINTENANCE_WORDS, wrong)} />
      {phase === 'verifying' && maintenance.overrun ? (
        <Notice tone="warn" heading="The planned end has passed">
          <p>People are told so. Extend it, or complete it.</p>
        </Notice>
      ) : null}
      <Form action={DESK.maintenance(id)}>
        {preview ? <PreviewPart preview={preview} /> : null}
        <HiddenField name="version" value={String(version)} />
        {runs ? (
          <SelectField
            name="status"
            {...MAINTENANCE_WORDS.status}
            problem={problems['status']}
            value={update.status}
            options={[
              { value: '', label: `Stays: ${UPDATE_WORDS[phase]}` },
              ...(phase === 'in_progress'
                ? [{ value: 'verifying', label: 'Verifying: the work is done, and is being looked at' }]
                : []),
            ]}
            required={false}
          />
        ) : null}
        <TextAreaField
          name="body"
          {...MAINTENANCE_WORDS.body}
          wrong={wrong['body']}
          problem={problems['body']}
          value={update.body}
          hint="Markdown."
        />
        <Checkbox name="deliver" label="Tell subscribers" checked={update.deliver !== ''} />
        <PreviewButton again={preview !== null} />
      </Form>
    </PageSection>
  )
}
