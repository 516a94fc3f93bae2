import type { ProductWords } from '../../domain/product-words.ts'
import type { ActivationRequest, RequestDecision } from '../../domain/user-list.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink, PostButton } from '../../ui/button.tsx'
import { ButtonRow, Card, Facts, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import type { ProductPaths } from '../../ui/paths.ts'
import { StateBadge } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

type Decided = 'approved' | 'denied'

/** "Please activate me", for a Manager to approve or deny in one click (N11). */
export function RequestView({
  request,
  offered,
  paths,
  words,
  now,
}: {
  request: ActivationRequest
  /** What the link that led here was for. */
  offered: Decided | null
  paths: ProductPaths
  words: ProductWords
  now: Date
}) {
  const { accountId, firstName, lastName, username, email, state, reason, stateChangedAt, createdAt } = request
  const isOpen = request.decision === null && state === 'inactive'
  return (
    <>
      <PageHeading sub={isOpen ? 'The user can’t sign in, and asks you for help.' : undefined}>
        {firstName} {lastName} asks to be activated
      </PageHeading>
      {isOpen ? null : <DecidedNotice request={request} now={now} />}
      <Card>
        <Facts
          facts={[
            [words.usernameLabel, <Verbatim>{username}</Verbatim>],
            ['E-mail address', email],
            ['State', <StateBadge state={state} reason={reason} />],
            ['Since', <Time at={stateChangedAt} now={now} />],
            ['Asked', <Time at={createdAt} now={now} />],
          ]}
        />
        {isOpen ? <Decision request={request} offered={offered} paths={paths} /> : null}
      </Card>
      <p>
        <ButtonLink href={paths.user(accountId)} tone="quiet">
          {firstName}’s page
        </ButtonLink>
      </p>
    </>
  )
}

function Decision({
  request: { id, firstName, hasPassword },
  offered,
  paths,
}: {
  request: ActivationRequest
  offered: Decided | null
  paths: ProductPaths
}) {
  return (
    <>
      <ul>
        <li>
          <strong>Approve</strong>:{' '}
          {hasPassword
            ? `${firstName} is Active again, with the same password as before`
            : `${firstName} gets a link to choose a first password`}
          .
        </li>
        <li>
          <strong>Deny</strong>: nothing changes; {firstName} can ask again.
        </li>
      </ul>
      <p>Either way {firstName} gets a mail. You can activate or deactivate the user at any time.</p>
      <ButtonRow>
        <DecisionButtons id={id} paths={paths} likelier={offered ?? 'approved'} />
      </ButtonRow>
    </>
  )
}

/** One press decides; `from` says where to go back to. */
export function DecisionButtons({
  id,
  paths,
  from,
  small = false,
  likelier = 'approved',
}: {
  id: string
  paths: ProductPaths
  from?: 'inbox'
  small?: boolean
  likelier?: Decided
}) {
  const fields: Readonly<Record<string, string>> = from === undefined ? {} : { from }
  const tone = (of: Decided) => (of === likelier ? 'primary' : 'quiet')
  return (
    <>
      <PostButton action={paths.decideActivationRequest(id, 'approve')} fields={fields} tone={tone('approved')} small={small}>
        Approve
      </PostButton>
      <PostButton action={paths.decideActivationRequest(id, 'deny')} fields={fields} tone={tone('denied')} small={small}>
        Deny
      </PostButton>
    </>
  )
}

const DECISION_WORDS: Readonly<Record<RequestDecision, string>> = {
  approved: 'It was approved',
  denied: 'It was denied',
  settled: 'The user was activated another way',
}

function DecidedNotice({ request: { decision, decidedAt, decidedBy }, now }: { request: ActivationRequest; now: Date }) {
  return (
    <Notice heading="This request has been decided already">
      <p>
        {DECISION_WORDS[decision ?? 'settled']}
        {decidedBy === null ? '' : ` by ${decidedBy}`}
        {decidedAt === null ? null : (
          <>
            , <Time at={decidedAt} now={now} brief />
          </>
        )}
        . There is nothing left to do.
      </p>
    </Notice>
  )
}
