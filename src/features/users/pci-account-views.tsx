import type { NamedAccount } from '../../domain/business-unit.ts'
import type { FieldProblems } from '../../domain/errors.ts'
import { ROLES } from '../../domain/roles.ts'
import type { HelpfulColleague } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { SelectField } from '../../ui/form.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection } from '../../ui/page-parts.tsx'
import { PCI } from '../../ui/paths.ts'
import { ColleagueLine, VendorSections, type Vendor } from './account-info-views.tsx'

export type PciAccountPage = {
  readonly viewer: Viewer
  /** The primary contact first, then the other active Managers. */
  readonly colleagues: readonly HelpfulColleague[]
  /** To whom the viewer may pass the primary contact on; null where they may not. */
  readonly candidates: readonly NamedAccount[] | null
  readonly problems: FieldProblems
  readonly platformLabel: string
  readonly vendor: Vendor
}

/** The subscription and the people behind it: one's own first, then the vendor's (S06, S12). */
export function PciAccountView(page: PciAccountPage) {
  const { viewer, colleagues, platformLabel, vendor } = page
  const primary = colleagues.find(({ isPointOfContact }) => isPointOfContact)
  const managers = colleagues.filter(({ isPointOfContact }) => !isPointOfContact)
  return (
    <>
      <PageHeading sub="Your company’s subscription, and who can help." actions={<ButtonLink href={PCI.users}>Users</ButtonLink>}>
        Account
      </PageHeading>
      <Card>
        <Facts
          facts={[
            ['Subscription', viewer.subscriptionName],
            ['Platform', platformLabel],
            ['Your role', ROLES[viewer.role]],
            ['Primary contact', primary ? <ColleagueLine colleague={primary} viewer={viewer} /> : 'nobody'],
            ...managers.map((manager) => ['Manager', <ColleagueLine colleague={manager} viewer={viewer} />] as const),
          ]}
        />
        {colleagues.some(({ id }) => id !== viewer.accountId) ? null : (
          <p>
            Nobody else in your company can activate users or start resets: turn to {vendor.tam ? 'your TAM or ' : ''}support.
          </p>
        )}
      </Card>
      {page.candidates === null ? null : <PassOnSection page={page} primary={primary} candidates={page.candidates} />}
      <VendorSections {...vendor} />
    </>
  )
}

const NEW_CONTACT = { label: 'New primary contact' } as const

function PassOnSection({
  page: { problems },
  primary,
  candidates,
}: {
  page: PciAccountPage
  primary: HelpfulColleague | undefined
  candidates: readonly NamedAccount[]
}) {
  const others = candidates.filter(({ id }) => id !== primary?.id)
  return (
    <PageSection
      heading="Pass on the primary contact"
      sub="The Manager to whom colleagues are sent who can’t get in. It is passed on, never given up."
    >
      {others.length === 0 ? (
        <p>There is no other Active Manager to pass this on to.</p>
      ) : (
        <Card>
          <ErrorSummary problems={problems} fields={{ accountId: NEW_CONTACT }} />
          <Form action={PCI.pointOfContact}>
            <SelectField
              name="accountId"
              {...NEW_CONTACT}
              options={others.map(({ id, firstName, lastName }) => ({ value: id, label: `${firstName} ${lastName}` }))}
              placeholder="Choose a Manager"
              problem={problems['accountId']}
              hint={`${primary ? `${primary.firstName} ${primary.lastName}` : 'Nobody'} is it now. Both get a mail.`}
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
