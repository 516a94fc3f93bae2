import { IMPORT_LIMITS } from '../../domain/file-problem.ts'
import type { ImportSummary } from '../../domain/import-view.ts'
import { PLATFORM_ROLES } from '../../domain/roles.ts'
import { FATES } from '../../domain/user-import.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { ButtonLink, SubmitButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { FileField, UploadForm } from '../../ui/file-field.tsx'
import { FATE_WORDS, IMPORT_STATE_WORDS } from '../../ui/import-words.ts'
import type { Message } from '../../ui/messages.ts'
import { ButtonRow, Card, Disclosure, PageHeading, PageSection, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Cell, Row, Sub, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

export type ImportHome = {
  readonly imports: readonly ImportSummary[]
  /** Whether units that a file names may come into being with it. */
  readonly mayCreateUnits: boolean
  readonly mayBringHashes: boolean
  readonly createsUnits: boolean
  readonly problem: Message | null
  readonly now: Date
}

/** Where a file of users is brought, and the way out again (A06). */
export function ImportHomeView(home: ImportHome) {
  const { imports, now } = home
  return (
    <>
      <p>
        <a href={PLATFORM.users}>Back to the list</a>
      </p>
      <PageHeading sub="Add and update many users at once, from a file. First you see what would happen to each of them.">
        Import users
      </PageHeading>
      <TwoColumns aside={<Help mayBringHashes={home.mayBringHashes} />}>
        <Card>
          <UploadFields home={home} />
        </Card>
      </TwoColumns>
      {imports.length === 0 ? null : (
        <PageSection heading="Imports so far">
          <ImportTable imports={imports} now={now} />
        </PageSection>
      )}
      <PageSection
        heading="Export"
        sub="All users whom you run, as a file. You can change it and import it again."
        actions={
          <>
            <ButtonLink href={PLATFORM.exportUsersCsv} tone="quiet">
              Export as CSV
            </ButtonLink>
            <ButtonLink href={PLATFORM.exportUsersJson} tone="quiet">
              Export as JSON
            </ButtonLink>
          </>
        }
      />
    </>
  )
}

function UploadFields({ home: { problem, mayCreateUnits, createsUnits } }: { home: ImportHome }) {
  const megabytes = (IMPORT_LIMITS.bytes / 1_000_000).toLocaleString('en-GB')
  return (
    <>
      <ErrorSummary message={problem ?? undefined} />
      <UploadForm action={PLATFORM.importUsers}>
        {mayCreateUnits ? (
          <Checkbox
            name="createsUnits"
            label="Create business units that don’t exist yet"
            checked={createsUnits}
            hint="Otherwise a row that names one is refused."
          />
        ) : null}
        <FileField
          name="file"
          label="CSV file"
          accept=".csv,text/csv"
          largest={IMPORT_LIMITS.bytes}
          hint={`In UTF-8, up to ${megabytes} MB and ${IMPORT_LIMITS.rows.toLocaleString('en-GB')} rows. Nothing changes yet.`}
        />
        <ButtonRow>
          <SubmitButton>Check the file</SubmitButton>
          <ButtonLink href={PLATFORM.importTemplate} tone="quiet">
            Download template
          </ButtonLink>
        </ButtonRow>
      </UploadForm>
    </>
  )
}

const COLUMN_HELP: readonly (readonly [column: string, words: string])[] = [
  ['external_id', 'What your own system calls the user. The same file twice changes nothing the second time.'],
  ['first_name, last_name, email', 'An address that differs from the one we have is not changed: its owner confirms that.'],
  ['role', `One of ${Object.values(PLATFORM_ROLES).join(', ')}.`],
  ['business_unit', 'By its name; empty for none. Leave the column out, and units stay as they are.'],
  ['username', 'Only for users who are here without an external ID: they get the one in the row.'],
]

function Help({ mayBringHashes }: { mayBringHashes: boolean }) {
  return (
    <>
      <h2>What belongs in the file</h2>
      <Disclosure summary="Which columns?" group="import-help" open>
        <dl class="columns">
          {COLUMN_HELP.map(([column, words]) => (
            <div>
              <dt>
                <Verbatim>{column}</Verbatim>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <p class="hint">Commas, semicolons or tabs between them. Other columns are left alone.</p>
      </Disclosure>
      {mayBringHashes ? (
        <Disclosure summary="Can users keep their passwords?" group="import-help">
          <p>
            Yes: put the hash of your old system into a column <Verbatim>password_hash</Verbatim>. We take Argon2id, bcrypt,
            scrypt and PBKDF2, and replace each by a stronger one when its owner signs in. Those users are Active at once and get
            no mail. It counts for new users only.
          </p>
        </Disclosure>
      ) : null}
      <Disclosure summary="Can I undo it?" group="import-help">
        <p>
          You see each row’s fate before anything happens, and can cancel while it runs. Nobody is ever removed by an import. What
          is done can be looked up and changed row by row.
        </p>
      </Disclosure>
    </>
  )
}

function ImportTable({ imports, now }: { imports: readonly ImportSummary[]; now: Date }) {
  return (
    <Table
      caption="Imports so far"
      columns={['File', 'When', 'State', ...FATES.map((fate) => FATE_WORDS[fate])].map((label) => ({ label }))}
    >
      {imports.map((one) => (
        <Row>
          <Cell heading>
            <a href={PLATFORM.userImport(one.id)}>{one.fileName}</a>
            {one.isOwn || one.startedBy === null ? null : <Sub>{one.startedBy}</Sub>}
          </Cell>
          <Cell label="When">
            <Time at={one.createdAt} now={now} brief />
          </Cell>
          <Cell label="State">{IMPORT_STATE_WORDS[one.state]}</Cell>
          {FATES.map((fate) => (
            <Cell label={FATE_WORDS[fate]}>{one.counts[fate].toLocaleString('en-GB')}</Cell>
          ))}
        </Row>
      ))}
    </Table>
  )
}
