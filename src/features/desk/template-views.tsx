import type { FieldProblem, FieldProblems } from '../../domain/errors.ts'
import { PLACEHOLDERS } from '../../domain/message-template.ts'
import { INCIDENT_IMPACTS } from '../../domain/service-status.ts'
import { LONGEST_BODY, LONGEST_TITLE } from '../../domain/status-text.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { DESK } from '../../ui/desk-paths.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/form.tsx'
import { ButtonRow, Facts, PageHeading, PageSection } from '../../ui/page-parts.tsx'
import { UPDATE_WORDS } from '../../ui/service-words.ts'
import { Cell, EmptyState, Row, Table } from '../../ui/table.tsx'
import { TextAreaField } from '../../ui/text-area.tsx'
import { OPEN_STATUSES, withWrong } from './incident-form-views.tsx'
import { IMPACT_WORDS } from './parts-views.tsx'

type ListedTemplate = {
  readonly id: string
  readonly kind: 'incident' | 'maintenance'
  readonly label: string
  readonly name: string
}

const KIND_WORDS = { incident: 'Incidents', maintenance: 'Maintenance' } as const

/** Texts for the next time. */
export function TemplateListView({ templates }: { templates: readonly ListedTemplate[] }) {
  return (
    <>
      <p>
        <a href={DESK.incidents}>Back to the incidents</a>
      </p>
      <PageHeading
        sub="Texts to begin an incident or a maintenance with."
        actions={<ButtonLink href={DESK.newTemplate}>New template</ButtonLink>}
      >
        Templates
      </PageHeading>
      {templates.length === 0 ? (
        <EmptyState heading="No templates yet">
          <p>Keep a text that you write again and again, so that it is at hand when it is needed.</p>
        </EmptyState>
      ) : (
        <Table caption="Templates" columns={[{ label: 'Template' }, { label: 'For' }, { label: 'Title' }]}>
          {templates.map(({ id, kind, label, name }) => (
            <Row>
              <Cell heading>
                <a href={DESK.template(id)}>{label}</a>
              </Cell>
              <Cell label="For">{KIND_WORDS[kind]}</Cell>
              <Cell label="Title">{name}</Cell>
            </Row>
          ))}
        </Table>
      )}
    </>
  )
}

export type TemplateFormProps = {
  /** Null: a new one. */
  readonly id: string | null
  readonly typed: Readonly<Record<'kind' | 'label' | 'name' | 'impact' | 'status' | 'body', string>>
  readonly problems: FieldProblems
  readonly wrong: Readonly<Record<string, string>>
}

const WORDS = {
  kind: { label: 'For' },
  label: { label: 'Name of the template', maximum: LONGEST_TITLE },
  name: { label: 'Title', maximum: LONGEST_TITLE },
  impact: { label: 'Impact' },
  status: { label: 'Status' },
  body: { label: 'Message', maximum: LONGEST_BODY },
} as const

export function TemplateFormView({ id, typed, problems, wrong }: TemplateFormProps) {
  const field = (name: keyof typeof WORDS) => ({
    name,
    ...WORDS[name],
    wrong: wrong[name],
    problem: problems[name],
    value: typed[name],
  })
  return (
    <>
      <p>
        <a href={DESK.templates}>Back to the templates</a>
      </p>
      <PageHeading>{id === null ? 'New template' : typed.label}</PageHeading>
      <ErrorSummary problems={problems} fields={withWrong(WORDS, wrong)} />
      <Form action={id === null ? DESK.newTemplate : DESK.template(id)}>
        <SelectField
          {...field('kind')}
          options={(id === null
            ? (['incident', 'maintenance'] as const)
            : typed.kind === 'maintenance'
              ? (['maintenance'] as const)
              : (['incident'] as const)
          ).map((kind) => ({
            value: kind,
            label: KIND_WORDS[kind],
          }))}
        />
        <TextField {...field('label')} autocomplete="off" />
        <TextField {...field('name')} autocomplete="off" />
        {id !== null && typed.kind === 'maintenance' ? null : <StageFields field={field} />}
        <TextAreaField {...field('body')} rows={8} hint="Markdown." />
        <ButtonRow>
          <SubmitButton>Save template</SubmitButton>
          {id === null ? null : (
            <ConfirmDialog
              id="remove-template"
              label="Remove"
              heading={`Remove “${typed.label}”?`}
              action={DESK.removeTemplate(id)}
              tone="danger"
            >
              <p>What was published with it stays. The template itself can’t be brought back.</p>
            </ConfirmDialog>
          )}
        </ButtonRow>
      </Form>
      <Placeholders />
    </>
  )
}

type FieldOf = (name: keyof typeof WORDS) => { name: string; label: string; value: string; problem: FieldProblem | undefined }

/** Of an incident; a maintenance has neither. */
function StageFields({ field }: { field: FieldOf }) {
  return (
    <div class="side-by-side">
      <SelectField
        {...field('status')}
        required={false}
        placeholder="Left open"
        options={OPEN_STATUSES.map((status) => ({ value: status, label: UPDATE_WORDS[status] }))}
      />
      <SelectField
        {...field('impact')}
        required={false}
        placeholder="Left open"
        options={INCIDENT_IMPACTS.map((impact) => ({ value: impact, label: IMPACT_WORDS[impact] }))}
      />
    </div>
  )
}

function Placeholders() {
  return (
    <PageSection heading="Placeholders" sub="In the title and the message; filled in when it is published, or refused.">
      <Facts facts={Object.entries(PLACEHOLDERS).map(([name, about]) => [<code>{`{{${name}}}`}</code>, about] as const)} />
    </PageSection>
  )
}
