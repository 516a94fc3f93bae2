import type { SupportContacts } from '../../config/config.ts'
import { STATE_WORDS } from '../../domain/account-state.ts'
import { ROLES } from '../../domain/roles.ts'
import type { HelpfulColleague } from '../../domain/user-list.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, Facts, PageHeading, PageSection, Verbatim } from '../../ui/page-parts.tsx'
import { outsideUrl } from '../../ui/paths.ts'

type Tam = { readonly name: string; readonly email: string; readonly phone: string; readonly hours: string }

export type Vendor = { readonly tam: Tam | null; readonly support: SupportContacts; readonly supportNumbersUrl: string }

export type AccountInfo = Omit<Vendor, 'tam'> & {
  readonly viewer: Viewer
  readonly helpers: { readonly colleagues: readonly HelpfulColleague[]; readonly tam: Tam | null }
  readonly platformLabel: string
}

/** Who one is here, and whom to ask: one's own people first, then the vendor's. */
export function AccountInfoView({ viewer, helpers, platformLabel, support, supportNumbersUrl }: AccountInfo) {
  const { colleagues, tam } = helpers
  return (
    <>
      <PageHeading sub="Who you are here, and who can help.">Account Info</PageHeading>
      <Card>
        <Facts
          facts={[
            ['Name', `${viewer.firstName} ${viewer.lastName}`],
            ['Username', <Verbatim>{viewer.username}</Verbatim>],
            ['Role', ROLES[viewer.role]],
            ['Subscription', viewer.subscriptionName],
            ['Platform', platformLabel],
          ]}
        />
      </Card>
      <PageSection
        heading="In your company"
        sub="They look usernames up, activate users, and start resets. Nobody can see a password."
      >
        <Facts
          facts={colleagues.map((colleague) => [roleOf(colleague), <ColleagueLine colleague={colleague} viewer={viewer} />])}
        />
        {colleagues.some(({ id }) => id !== viewer.accountId) ? null : (
          <p>Nobody else in your company can do this: turn to {tam ? 'your TAM or ' : ''}to support.</p>
        )}
      </PageSection>
      <VendorSections tam={tam} support={support} supportNumbersUrl={supportNumbersUrl} />
    </>
  )
}

/** The vendor's own people: who knows this customer, and those who are always there (S12). */
export function VendorSections({ tam, support, supportNumbersUrl }: Vendor) {
  return (
    <>
      {tam && (
        <PageSection heading="Your technical account manager (TAM)">
          <Facts
            facts={[
              ['Name', tam.name],
              ['E-mail', <MailLink email={tam.email} />],
              ['Telephone', <a href={outsideUrl(`tel:${tam.phone.replaceAll(/[^+\d]/g, '')}`)}>{tam.phone}</a>],
              ['Hours', tam.hours],
            ]}
          />
        </PageSection>
      )}
      <PageSection heading={support.name}>
        <Facts
          facts={[
            ...support.numbers.map(
              (entry) => [entry.location, <a href={outsideUrl(`tel:${entry.number}`)}>{entry.display}</a>] as const,
            ),
            ...(support.email === null ? [] : [['E-mail', <MailLink email={support.email} />] as const]),
          ]}
        />
        <p>
          <ButtonLink href={supportNumbersUrl} tone="quiet">
            Telephone numbers by location
          </ButtonLink>
        </p>
      </PageSection>
    </>
  )
}

function roleOf({ isPointOfContact, isUnitPointOfContact }: HelpfulColleague): string {
  if (isUnitPointOfContact) return 'Point of contact of your business unit'
  return isPointOfContact ? 'Point of contact (POC)' : 'Manager'
}

export function ColleagueLine({ colleague, viewer }: { colleague: HelpfulColleague; viewer: Viewer }) {
  const { id, firstName, lastName, email, state } = colleague
  return (
    <>
      {firstName} {lastName}
      {id === viewer.accountId ? ' (you)' : ''}
      {state === 'active' ? null : <span class="muted"> {STATE_WORDS[state]}</span>}
      <span class="sub">
        <MailLink email={email} />
      </span>
    </>
  )
}

/** What an address may hold and a link may not is escaped. */
function MailLink({ email }: { email: string }) {
  return <a href={outsideUrl(`mailto:${encodeURIComponent(email).replace('%40', '@')}`)}>{email}</a>
}
