import type { BusinessUnit, NamedAccount, SubscriptionOverview } from '../../domain/business-unit.ts'
import type { FieldProblems } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ErrorSummary, Notice } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { SelectField } from '../../ui/form.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Cell, EmptyState, Row, Table } from '../../ui/table.tsx'

type SubscriptionPage = {
  readonly subscription: SubscriptionOverview
  readonly viewer: Viewer
  /** Managers; a Unit Manager sees their unit alone. */
  readonly manages: boolean
  readonly problems: FieldProblems
}

/** Who stands for the subscription and its units (A03). */
export function SubscriptionView(page: SubscriptionPage) {
  const { subscription, manages } = page
  return (
    <>
      <PageHeading sub="Who stands for your company, how its users are grouped, and how they sign in.">Subscription</PageHeading>
      {manages && subscription.activeManagers === 1 ? <OneManagerNotice /> : null}
      <Card>
        <Facts
          facts={[
            ['Company', subscription.name],
            ['Acronym', <Verbatim>{subscription.acronym}</Verbatim>],
            ['Active Managers', subscription.activeManagers],
            ['Point of contact (POC)', subscription.pointOfContact ? fullName(subscription.pointOfContact) : 'none'],
          ]}
        />
      </Card>
      {manages ? <PointOfContactSection {...page} /> : null}
      <UnitsSection {...page} />
      {mayDo('change_settings', page.viewer) ? <SecuritySection /> : null}
    </>
  )
}

/** Nothing may take the last one away; a second one is the remedy (N09). */
function OneManagerNotice() {
  return (
    <Notice tone="warn" heading="You are the only Manager who can sign in">
      <p>If you are away or locked out, nobody in your company can help.</p>
      <p>
        <ButtonLink href={PLATFORM.newManager} tone="quiet" small>
          Add a second Manager
        </ButtonLink>
      </p>
    </Notice>
  )
}

const NEW_CONTACT = { label: 'New point of contact' } as const

function PointOfContactSection({ subscription: { pointOfContact, candidates }, problems }: SubscriptionPage) {
  const others = candidates.filter(({ id }) => id !== pointOfContact?.id)
  return (
    <PageSection
      heading="Point of contact"
      sub="The Manager to whom colleagues are sent who can’t get in. It is passed on, never given up."
    >
      {others.length === 0 ? (
        <p>There is no other Active Manager to pass this on to.</p>
      ) : (
        <Card>
          <ErrorSummary problems={problems} fields={{ accountId: NEW_CONTACT }} />
          <Form action={PLATFORM.pointOfContact}>
            <SelectField
              name="accountId"
              {...NEW_CONTACT}
              options={others.map((account) => ({ value: account.id, label: fullName(account) }))}
              placeholder="Choose a Manager"
              problem={problems['accountId']}
              hint={`${pointOfContact ? fullName(pointOfContact) : 'Nobody'} is it now. Both get a mail.`}
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

function SecuritySection() {
  return (
    <PageSection
      heading="Security"
      sub="When an account freezes, how long sessions last, from where people sign in, what becomes of unused accounts."
    >
      <p>
        <ButtonLink href={PLATFORM.security} tone="quiet">
          Security settings
        </ButtonLink>
      </p>
    </PageSection>
  )
}

function UnitsSection({ subscription: { units }, manages }: SubscriptionPage) {
  return (
    <PageSection
      heading="Business units"
      sub="Each has a point of contact of its own, and Unit Managers who run its users."
      actions={manages && units.length > 0 ? <ButtonLink href={PLATFORM.newUnit}>Add unit</ButtonLink> : undefined}
    >
      {units.length === 0 ? <NoUnits manages={manages} /> : <UnitTable units={units} />}
    </PageSection>
  )
}

function NoUnits({ manages }: { manages: boolean }) {
  return (
    <EmptyState heading="No business units yet">
      <p>Units let Unit Managers run the users of one part of your company.</p>
      {manages ? (
        <p>
          <ButtonLink href={PLATFORM.newUnit}>Add unit</ButtonLink>
        </p>
      ) : null}
    </EmptyState>
  )
}

function UnitTable({ units }: { units: readonly BusinessUnit[] }) {
  const columns = ['Name', 'Point of contact', 'Users', 'Sees'].map((label) => ({ label }))
  return (
    <Table caption="Business units" columns={columns}>
      {units.map((unit) => (
        <Row>
          <Cell heading>
            <a href={PLATFORM.unit(unit.id)}>{unit.name}</a>
          </Cell>
          <Cell label="Point of contact">{unit.pointOfContact ? fullName(unit.pointOfContact) : 'none of its own'}</Cell>
          <Cell label="Users">{unit.people.toLocaleString('en-GB')}</Cell>
          <Cell label="Sees">{unit.seesOnlyItself ? 'only its own users' : 'everybody'}</Cell>
        </Row>
      ))}
    </Table>
  )
}

export function fullName({ firstName, lastName }: NamedAccount): string {
  return `${firstName} ${lastName}`
}
