import type { BusinessUnit, NamedAccount } from '../../domain/business-unit.ts'
import type { FieldProblems } from '../../domain/errors.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/form.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { fullName } from './views.tsx'

type TypedUnit = { readonly name: string; readonly seesOnlyItself: boolean }

const FIELDS = { name: { label: 'Name', maximum: 100 } } as const

export function NewUnitView({ typed, problems }: { typed: TypedUnit; problems: FieldProblems }) {
  return (
    <>
      <BackLink />
      <PageHeading sub="A part of your company whose users are run together.">Add unit</PageHeading>
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <Form action={PLATFORM.newUnit}>
          <UnitFields typed={typed} problems={problems} />
          <ButtonRow>
            <SubmitButton>Add unit</SubmitButton>
            <ButtonLink href={PLATFORM.subscription} tone="quiet">
              Cancel
            </ButtonLink>
          </ButtonRow>
        </Form>
      </Card>
    </>
  )
}

function BackLink() {
  return (
    <p>
      <a href={PLATFORM.subscription}>Back to the subscription</a>
    </p>
  )
}

function UnitFields({ typed, problems }: { typed: TypedUnit; problems: FieldProblems }) {
  return (
    <>
      <TextField name="name" {...FIELDS.name} value={shownText(typed.name)} problem={problems['name']} autocomplete="off" />
      <Checkbox
        name="seesOnlyItself"
        label="See only this unit"
        checked={typed.seesOnlyItself}
        hint="Its users find nobody but each other and the Managers in the Users section."
      />
    </>
  )
}

export function UnitDetailView({
  unit,
  candidates,
  manages,
  typed,
  problems,
}: {
  unit: BusinessUnit
  candidates: readonly NamedAccount[]
  manages: boolean
  typed: TypedUnit
  problems: FieldProblems
}) {
  return (
    <>
      <BackLink />
      <PageHeading
        actions={
          <ButtonLink href={PLATFORM.usersOfUnit(unit.id)} tone="quiet">
            Its users
          </ButtonLink>
        }
      >
        {unit.name}
      </PageHeading>
      <Card>
        <Facts
          facts={[
            ['Users', unit.people.toLocaleString('en-GB')],
            ['Point of contact', unit.pointOfContact ? fullName(unit.pointOfContact) : 'none of its own'],
            ['Its users see', unit.seesOnlyItself ? 'only this unit and the Managers' : 'everybody in the company'],
          ]}
        />
      </Card>
      <ContactSection unit={unit} candidates={candidates} manages={manages} />
      {manages ? <SettingsSection unit={unit} typed={typed} problems={problems} /> : null}
    </>
  )
}

function ContactSection({
  unit,
  candidates,
  manages,
}: {
  unit: BusinessUnit
  candidates: readonly NamedAccount[]
  manages: boolean
}) {
  const options = candidates.map((account) => ({ value: account.id, label: fullName(account) }))
  const none = { value: '', label: 'None of its own' }
  return (
    <PageSection
      heading="Point of contact"
      sub="An Active Unit Manager of this unit, to whom its users are sent who can’t get in."
    >
      {candidates.length === 0 ? (
        <p>There is no Active Unit Manager in this unit yet. Make one of its users a Unit Manager first.</p>
      ) : (
        <Card>
          <Form action={`${PLATFORM.unit(unit.id)}/point-of-contact`}>
            <SelectField
              name="accountId"
              label="Point of contact"
              options={manages ? [none, ...options] : options}
              value={unit.pointOfContact?.id ?? ''}
              required={!manages}
              hint="Whoever was it before, and whoever it is now, get a mail."
            />
            <ButtonRow>
              <SubmitButton>Pass on</SubmitButton>
            </ButtonRow>
          </Form>
        </Card>
      )}
    </PageSection>
  )
}

function SettingsSection({ unit, typed, problems }: { unit: BusinessUnit; typed: TypedUnit; problems: FieldProblems }) {
  return (
    <PageSection heading="Name and sight">
      <Card>
        <ErrorSummary problems={problems} fields={FIELDS} />
        <Form action={PLATFORM.unit(unit.id)}>
          <UnitFields typed={typed} problems={problems} />
          <ButtonRow>
            <SubmitButton>Save</SubmitButton>
          </ButtonRow>
        </Form>
      </Card>
      {unit.people > 0 ? (
        <p class="muted">A unit can be removed once nobody is in it any more.</p>
      ) : (
        <ConfirmDialog
          id={`remove-${unit.id}`}
          label="Remove unit"
          heading={`Remove ${unit.name}?`}
          action={PLATFORM.removeUnit(unit.id)}
          tone="danger"
        >
          <p>Nobody is in it. You can add a unit of the same name again.</p>
        </ConfirmDialog>
      )}
    </PageSection>
  )
}
