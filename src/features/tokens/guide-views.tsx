import { SCOPES_OF, TOKEN_PATTERN, TOKEN_SCOPES } from '../../domain/api-token.ts'
import {
  MEMBER_VERBS,
  REACH,
  SUBSCRIPTION_RIGHTS,
  type MemberEdit,
  type MemberVerb,
  type SubscriptionRight,
} from '../../domain/permissions.ts'
import { ROLES, type Role } from '../../domain/roles.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Disclosure, Facts, PageHeading, PageSection } from '../../ui/page-parts.tsx'
import { API_ROOT, PLATFORM } from '../../ui/paths.ts'
import { Cell, Row, Sub, Table } from '../../ui/table.tsx'

type Field = { readonly name: string; readonly type: string; readonly isRequired: boolean; readonly description: string }
type Operation = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly scope: string | null
  readonly permission: Readonly<Record<string, unknown>>
  readonly parameters: readonly Field[]
  readonly body: readonly Field[]
  readonly answers: readonly { readonly status: string; readonly description: string; readonly type: string | null }[]
}
export type ShownGuide = {
  readonly introduction: readonly string[]
  readonly sections: readonly { readonly name: string; readonly description: string; readonly operations: readonly Operation[] }[]
  readonly schemas: readonly { readonly name: string; readonly description: string; readonly fields: readonly Field[] }[]
}
type ShownProblem = { readonly code: string; readonly status: number; readonly title: string; readonly detail: string }

/** How to call the API, and everything it knows: made from the document that programs read. */
export function ApiGuideView(page: {
  guide: ShownGuide
  problems: readonly ShownProblem[]
  origin: string
  isSignedIn: boolean
}) {
  const { guide, problems, origin, isSignedIn } = page
  const schemas = new Set(guide.schemas.map(({ name }) => name))
  return (
    <>
      <PageHeading
        sub="What you do here in the browser, for programs."
        actions={
          <>
            {isSignedIn ? <ButtonLink href={PLATFORM.apiTokens}>API tokens</ButtonLink> : null}
            <ButtonLink href={PLATFORM.apiDocument} tone="quiet">
              openapi.json
            </ButtonLink>
          </>
        }
      >
        The JSON API
      </PageHeading>
      <Introduction paragraphs={guide.introduction} origin={origin} />
      {guide.sections.map((section) => (
        <PageSection heading={section.name} sub={section.description}>
          <div class="operations">
            {section.operations.map((operation) => (
              <OperationView operation={operation} schemas={schemas} />
            ))}
          </div>
        </PageSection>
      ))}
      <Scopes />
      <Schemas schemas={guide.schemas} />
      <Problems problems={problems} />
    </>
  )
}

function Introduction({ paragraphs, origin }: { paragraphs: readonly string[]; origin: string }) {
  return (
    <section class="reading">
      {paragraphs.map((paragraph) => (
        <p>
          <Marked text={paragraph} />
        </p>
      ))}
      <Code label="Adding a user">
        {[
          `curl ${origin}${API_ROOT}/users`,
          `-H "Authorization: Bearer $GATEHOUSE_TOKEN"`,
          `-H 'Content-Type: application/json' -H 'Idempotency-Key: "hire-4711"'`,
          `-d '{"firstName":"Ada","lastName":"Berg","email":"ada@example.com","role":"reader"}'`,
        ].join(' \\\n  ')}
      </Code>
      <p>
        Tokens are found by secret scanners as <code>{TOKEN_PATTERN}</code>; their last six characters are a checksum.
      </p>
    </section>
  )
}

function Code({ label, children }: { label: string; children: string }) {
  return (
    <pre class="code" tabindex={0} role="region" aria-label={label}>
      {children}
    </pre>
  )
}

/** Text in which `such` is code. */
function Marked({ text }: { text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
}

/** A type by its name; one of the schemas leads to it. */
function TypeName({ type, schemas }: { type: string; schemas: ReadonlySet<string> }) {
  return schemas.has(type) ? <a href={`#schema-${type}`}>{type}</a> : <>{type}</>
}

function OperationView({ operation, schemas }: { operation: Operation; schemas: ReadonlySet<string> }) {
  const { method, path, summary, description, scope, permission, parameters, body, answers } = operation
  return (
    <Disclosure
      summary={
        <>
          <span class={`method ${method}`}>{method.toUpperCase()}</span> <span class="path">{path}</span> <span>{summary}</span>
        </>
      }
    >
      {description === '' ? null : <p>{description}</p>}
      <Facts
        facts={[
          ['Scope', scope === null ? 'any' : <code>{scope}</code>],
          ['Roles', permissionWords(permission)],
        ]}
      />
      <FieldTable caption={`Parameters of ${operation.id}`} fields={parameters} />
      <FieldTable caption={`Body of ${operation.id}`} fields={body} />
      <Table caption={`Answers of ${operation.id}`} columns={[{ label: 'Status' }, { label: 'Answer' }, { label: 'Body' }]}>
        {answers.map((answer) => (
          <Row>
            <Cell heading>{answer.status}</Cell>
            <Cell label="Answer">
              <Marked text={answer.description} />
            </Cell>
            <Cell label="Body">
              <TypeName type={answer.type ?? 'none'} schemas={schemas} />
            </Cell>
          </Row>
        ))}
      </Table>
    </Disclosure>
  )
}

function FieldTable({ caption, fields }: { caption: string; fields: readonly Field[] }) {
  if (fields.length === 0) return <></>
  return (
    <Table caption={caption} columns={[{ label: 'Name' }, { label: 'Type' }, { label: 'What it is' }]}>
      {fields.map((field) => (
        <Row>
          <Cell heading>
            <code>{field.name}</code>
            {field.isRequired ? <Sub>required</Sub> : null}
          </Cell>
          <Cell label="Type">{field.type}</Cell>
          <Cell label="What it is">
            <Marked text={field.description} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

/** From the one table of rights. */
function permissionWords(permission: Readonly<Record<string, unknown>>): string {
  const right = permission['right'] as SubscriptionRight | undefined
  if (right !== undefined) {
    const { roles, extra } = SUBSCRIPTION_RIGHTS[right]
    return `${roles.map((role) => ROLES[role]).join(', ')}${extra === undefined || roles.includes('unit_manager') ? '' : ', and Unit Managers with an extra right'}`
  }
  const verbs = [permission['verb'] ?? permission['verbs'] ?? []].flat() as (MemberVerb | MemberEdit)[]
  if (verbs.length === 0) return 'everybody, of what they may see'
  const acting = (Object.keys(REACH) as Role[]).filter((role) => REACH[role].scope !== 'nobody')
  const onlyBy = verbs.length === 1 && verbs[0] ? MEMBER_VERBS[verbs[0]].onlyBy : undefined
  return `${(onlyBy === undefined ? acting : [onlyBy]).map((role) => ROLES[role]).join(', ')}, on those they reach`
}

function Scopes() {
  return (
    <PageSection heading="Scopes" sub="What a token is limited to; never more than its owner may.">
      <Facts facts={SCOPES_OF.platform.map((scope) => [<code>{scope}</code>, TOKEN_SCOPES[scope]])} />
    </PageSection>
  )
}

function Schemas({ schemas }: { schemas: ShownGuide['schemas'] }) {
  return (
    <PageSection heading="Schemas" sub="What bodies are made of.">
      <div class="operations">
        {schemas.map(({ name, description, fields }) => (
          <Disclosure
            summary={
              <span class="path" id={`schema-${name}`}>
                {name}
              </span>
            }
          >
            {description === '' ? null : (
              <p>
                <Marked text={description} />
              </p>
            )}
            <FieldTable caption={`Fields of ${name}`} fields={fields} />
          </Disclosure>
        ))}
      </div>
    </PageSection>
  )
}

/** Where the `type` of each problem leads. */
function Problems({ problems }: { problems: readonly ShownProblem[] }) {
  return (
    <PageSection heading="Problems" sub="Errors are application/problem+json (RFC 9457). Go by the code: words may change.">
      <Table caption="Problems" columns={[{ label: 'Code' }, { label: 'Status' }, { label: 'What it means' }]}>
        {problems.map(({ code, status, title, detail }) => (
          <Row>
            <Cell heading>
              <code id={`problem-${code}`}>{code}</code>
            </Cell>
            <Cell label="Status">{status}</Cell>
            <Cell label="What it means">
              {title}. {detail}
            </Cell>
          </Row>
        ))}
      </Table>
    </PageSection>
  )
}
