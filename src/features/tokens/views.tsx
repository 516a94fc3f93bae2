import type { ListedToken } from '../../domain/api-token.ts'
import { TOKEN_SCOPES } from '../../domain/api-token.ts'
import type { Product } from '../../domain/platform-directory.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { PATHS, type ProductPaths } from '../../ui/paths.ts'
import { ActionsCell, Cell, EmptyState, Row, Sub, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { TokenForm, TokenHelp, type TypedToken } from './form-views.tsx'

export type TokensPage = {
  readonly own: readonly ListedToken[]
  /** Of the others in the subscription; null for who does not oversee them. */
  readonly others: readonly ListedToken[] | null
  /** Null for whose role creates none. */
  readonly typed: TypedToken | null
  readonly username: string
  readonly origin: string
  readonly product: Product
  /** Whether there is a readable page of the API. */
  readonly hasGuide: boolean
  readonly now: Date
}

/** My profile > API tokens: what one has, how to make another, and, for Managers, everybody's (A07). */
export function TokensView({ own, others, typed, username, origin, product, hasGuide, now }: TokensPage) {
  const paths = PATHS[product]
  return (
    <>
      <p>
        <a href={paths.account}>Back to my profile</a>
      </p>
      <PageHeading
        sub="Programs act in your name with these: within what you may do yourself, and no further than you let them."
        actions={
          hasGuide ? (
            <ButtonLink href={paths.apiDocs} tone="quiet">
              How to call the API
            </ButtonLink>
          ) : undefined
        }
      >
        API tokens
      </PageHeading>
      {own.length === 0 ? <NoTokens /> : <TokenTable caption="Your API tokens" tokens={own} paths={paths} now={now} />}
      {typed && (
        <PageSection heading="Create a token">
          <TwoColumns aside={<TokenHelp origin={origin} product={product} />}>
            <Card>
              <TokenForm typed={typed} username={username} product={product} />
            </Card>
          </TwoColumns>
        </PageSection>
      )}
      {others === null || others.length === 0 ? null : (
        <PageSection heading="Tokens of others" sub="You oversee those of everybody in your subscription.">
          <TokenTable caption="Tokens of others" tokens={others} paths={paths} now={now} withOwner />
        </PageSection>
      )}
    </>
  )
}

function NoTokens() {
  return (
    <EmptyState heading="You have no API tokens">
      <p>Create one for each program, so that you can revoke it without stopping the others.</p>
    </EmptyState>
  )
}

function TokenTable({
  caption,
  tokens,
  paths,
  now,
  withOwner = false,
}: {
  caption: string
  tokens: readonly ListedToken[]
  paths: ProductPaths
  now: Date
  withOwner?: boolean
}) {
  const columns = [
    { label: 'Name' },
    ...(withOwner ? [{ label: 'Owner' }] : []),
    { label: 'May' },
    { label: 'Last used' },
    { label: 'Expires' },
    { label: 'Actions', hidden: true },
  ]
  return (
    <Table caption={caption} columns={columns}>
      {tokens.map((token) => (
        <TokenRow token={token} paths={paths} now={now} withOwner={withOwner} />
      ))}
    </Table>
  )
}

type RowProps = { readonly token: ListedToken; readonly paths: ProductPaths; readonly now: Date; readonly withOwner: boolean }

function TokenRow({ token, paths, now, withOwner }: RowProps) {
  const { name, scopes, createdAt, lastUsedAt, lastUsedAddress, ownerName, username, state } = token
  return (
    <Row>
      <Cell heading>
        {name}
        <Sub>
          Created <Time at={createdAt} now={now} brief />
        </Sub>
      </Cell>
      {withOwner ? (
        <Cell label="Owner">
          {ownerName}
          <Sub>{username}</Sub>
        </Cell>
      ) : null}
      <Cell label="May">
        {scopes.map((scope) => (
          <>
            <span class="scope" title={TOKEN_SCOPES[scope]}>
              {scope}
            </span>{' '}
          </>
        ))}
      </Cell>
      <Cell label="Last used">
        {lastUsedAt ? <Time at={lastUsedAt} now={now} brief /> : 'never'}
        {lastUsedAddress === null ? null : <Sub>{lastUsedAddress}</Sub>}
      </Cell>
      <Cell label="Expires">
        <Expiry token={token} now={now} />
      </Cell>
      <ActionsCell>{state === 'revoked' ? null : <RevokeButton token={token} paths={paths} withOwner={withOwner} />}</ActionsCell>
    </Row>
  )
}

/** State as word and shape, as users have it: filled for live, hollow for what is over. */
function Expiry({ token: { state, expiresAt, revokedAt }, now }: { token: ListedToken; now: Date }) {
  if (state === 'live') {
    return (
      <span class="state active">
        <Time at={expiresAt} now={now} brief />
      </span>
    )
  }
  return (
    <>
      <span class="state inactive">{state === 'revoked' ? 'Revoked' : 'Expired'}</span>
      <Sub>
        <Time at={revokedAt ?? expiresAt} now={now} brief />
      </Sub>
    </>
  )
}

function RevokeButton({ token: { id, name, ownerName, state }, paths, withOwner }: Omit<RowProps, 'now'>) {
  return (
    <ConfirmDialog
      id={`revoke-${id}`}
      label="Revoke"
      heading={withOwner ? `Revoke “${name}” of ${ownerName}?` : `Revoke “${name}”?`}
      action={paths.revokeApiToken(id)}
      tone="danger"
      small
      plain
    >
      <p>
        {state === 'live'
          ? 'Programs that use it are refused from their next request on. Nothing else stops.'
          : 'It has expired already, so nothing stops.'}
      </p>
      <p>{withOwner ? `${ownerName} gets a mail. ` : ''}This can’t be undone; another token can be created at any time.</p>
    </ConfirmDialog>
  )
}

/** The one answer in which the secret stands. A reload brings the form with its name taken, and no secret (A07). */
export function TokenCreatedView({
  created: { name, token, expiresAt, scopes },
  list,
  now,
}: {
  created: { name: string; token: string; expiresAt: Date; scopes: ListedToken['scopes'] }
  /** Where they are listed. */
  list: string
  now: Date
}) {
  return (
    <>
      <PageHeading sub={`“${name}” works from now on.`}>Copy your token now</PageHeading>
      <Notice tone="warn" heading="It is shown this once">
        <p>We keep only a fingerprint of it. If you lose it, revoke it and create another.</p>
      </Notice>
      <Card>
        <p class="secret">
          <Verbatim id="token">{token}</Verbatim>
        </p>
        <ButtonRow>
          <button type="button" class="button primary" data-copy="token" hidden>
            Copy
          </button>
          <span class="muted" role="status" data-copy-said />
        </ButtonRow>
        <Facts
          facts={[
            [
              'May',
              <ul class="plain">
                {scopes.map((scope) => (
                  <li>{TOKEN_SCOPES[scope]}</li>
                ))}
              </ul>,
            ],
            ['Expires', <Time at={expiresAt} now={now} />],
          ]}
        />
      </Card>
      <p>
        <ButtonLink href={list} tone="quiet">
          I have it, back to the list
        </ButtonLink>
      </p>
    </>
  )
}
