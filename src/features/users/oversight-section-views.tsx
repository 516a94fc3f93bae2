import type { Product } from '../../domain/platform-directory.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { Oversight } from '../../domain/user-list.ts'
import { auditAddress, readAuditAddress } from '../../ui/audit-address.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { PageSection } from '../../ui/page-parts.tsx'
import { PATHS } from '../../ui/paths.ts'
import { FailedSignInTable, HistoryTable } from './history-views.tsx'
import { MailTable } from './mail-views.tsx'
import { KeyTable, SessionTable } from './oversight-views.tsx'

/** What those see of a user who act on them: where they are signed in, what became of them, and what was mailed. */
export function OversightSections({
  oversight,
  username,
  readsAudit,
  product,
  now,
}: {
  oversight: Oversight
  username: string
  readsAudit: boolean
  product: Product
  now: Date
}) {
  const { words } = PRODUCTS[product]
  const whom = product === 'staff' ? 'this operator' : 'this user'
  return (
    <>
      <PageSection heading="Sessions" sub={`Where ${whom} is signed in.`}>
        <SessionTable sessions={oversight.sessions} now={now} />
      </PageSection>
      <PageSection heading="Links that still work" sub={`Mailed to ${whom}; nobody else can see or use them.`}>
        <KeyTable keys={oversight.keys} now={now} />
      </PageSection>
      <PageSection
        heading="History"
        sub="How the account came to be as it is, newest first."
        actions={readsAudit ? <AuditLink username={username} audit={PATHS[product].audit} /> : undefined}
      >
        <HistoryTable history={oversight.history} product={product} now={now} />
      </PageSection>
      <PageSection heading="Failed sign-ins">
        <FailedSignInTable failures={oversight.failedSignIns} now={now} />
      </PageSection>
      <PageSection heading="Mails">
        <MailTable mails={oversight.mails} words={words} now={now} />
      </PageSection>
    </>
  )
}

/** This page shows the latest; the trail has all of them, and where each came from (A04). */
function AuditLink({ username, audit }: { username: string; audit: string }) {
  return (
    <ButtonLink href={auditAddress(readAuditAddress(new URLSearchParams({ whom: username })), null, audit)} tone="quiet" small>
      All events
    </ButtonLink>
  )
}
