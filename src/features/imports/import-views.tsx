import type { ImportPage, ImportRow, ImportWish } from '../../domain/import-view.ts'
import { isRole, ROLES } from '../../domain/roles.ts'
import { FATES } from '../../domain/user-import.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink, Form, PostButton, SubmitButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { importAddress } from '../../ui/import-address.ts'
import { FACT_WORDS, FATE_WORDS, NOTE_WORDS, REASON_WORDS } from '../../ui/import-words.ts'
import { ButtonRow, Card, PageHeading, Toolbar, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Progress } from '../../ui/progress.tsx'
import { Refreshed } from '../../ui/search.tsx'
import { shownText } from '../../ui/shown-text.ts'
import { Cell, Chip, Chips, EmptyState, Pager, Row, Sub, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'

/** One import: the dry run, its progress, and what became of each row. */
export function ImportView({ page, wish }: { page: ImportPage; wish: ImportWish }) {
  return (
    <>
      <p>
        <a href={PLATFORM.importUsers}>Back to imports</a>
      </p>
      <PageHeading
        sub={
          <Refreshed id="import-lead" live>
            {leadOf(page)}
          </Refreshed>
        }
        actions={<RowsDownload page={page} />}
      >
        {page.fileName}
      </PageHeading>
      {page.ignoredColumns.length === 0 ? null : (
        <Notice heading="Some columns are left alone">
          <p>We don’t know {page.ignoredColumns.map(shownText).join(', ')}. Check their names if they matter.</p>
        </Notice>
      )}
      <Step page={page} />
      {page.state === 'checked' ? null : <ImportProgress page={page} />}
      <Toolbar>
        <Refreshed id="import-fates">
          <FateChips page={page} wish={wish} />
        </Refreshed>
      </Toolbar>
      <Refreshed id="import-rows">
        <Rows page={page} wish={wish} />
      </Refreshed>
    </>
  )
}

function leadOf({ state, startedBy, isOwn, counts }: ImportPage): string {
  const rows = counted(
    FATES.reduce((sum, fate) => sum + counts[fate], 0),
    'row',
  )
  const by = isOwn || startedBy === null ? '' : ` by ${startedBy}`
  if (state === 'checked') return `${rows}${by}. This is what would happen: nothing has changed yet.`
  if (state === 'running') return `${rows}${by}. You can leave this page and come back.`
  return state === 'done' ? `${rows}${by}. This is what happened.` : `Cancelled${by}. What was done before stays.`
}

function RowsDownload({ page: { id } }: { page: ImportPage }) {
  return (
    <ButtonLink href={PLATFORM.userImportRows(id)} tone="quiet" small>
      Download rows
    </ButtonLink>
  )
}

/** What comes next of a file that was checked: its start, or nothing to do. */
function Step({ page }: { page: ImportPage }) {
  const { state, isOwn } = page
  if (state !== 'checked') return <></>
  if (page.toDo === 0) {
    return (
      <Notice tone="note" heading="There is nothing to import">
        <p>
          {page.counts.refused === 0
            ? 'Everything in the file is so already.'
            : 'Mend the refused rows in your file and check it again.'}
        </p>
      </Notice>
    )
  }
  return isOwn ? <StartCard page={page} /> : <></>
}

function StartCard({ page: { id, counts } }: { page: ImportPage }) {
  const { created, refused } = counts
  return (
    <Card>
      <h2>{deedOf(counts)}</h2>
      <p>
        {refused === 0
          ? 'No row is refused.'
          : `${counted(refused, 'row')} will be left out. Mend them in your file and import it again.`}{' '}
        Each row is checked once more as it is done.
      </p>
      <Form action={PLATFORM.startImport(id)}>
        {created === 0 ? null : (
          <Checkbox
            name="welcomes"
            label="Mail new users now, so that they choose a password"
            checked
            hint="Otherwise they wait: send them the welcome mail later from the Users list. Users who bring a password get no mail."
          />
        )}
        <ButtonRow>
          <SubmitButton>Start the import</SubmitButton>
          <SubmitButton action={PLATFORM.cancelImport(id)} tone="quiet">
            Discard this file
          </SubmitButton>
        </ButtonRow>
      </Form>
    </Card>
  )
}

function deedOf({ created, changed }: ImportPage['counts']): string {
  if (created === 0) return `Change ${counted(changed, 'user')}`
  return `Create ${counted(created, 'user')}${changed === 0 ? '' : ` and change ${changed.toLocaleString('en-GB')}`}`
}

function ImportProgress({ page: { id, state, fileName, done, toDo } }: { page: ImportPage }) {
  const words = { running: done === 0 ? 'Waiting to start' : 'Running', done: 'Done', cancelled: 'Cancelled' }
  return (
    <Card>
      <Progress
        id="import-progress"
        label={`Import of ${fileName}`}
        done={done}
        total={toDo}
        refused={0}
        isRunning={state === 'running'}
        state={state in words ? words[state as keyof typeof words] : ''}
        href={PLATFORM.userImport(id)}
      />
      <Refreshed id="import-cancel">
        {state === 'running' ? (
          <PostButton action={PLATFORM.cancelImport(id)} tone="quiet" small>
            Cancel the import
          </PostButton>
        ) : (
          <ButtonLink href={PLATFORM.users} tone="quiet" small>
            To the list
          </ButtonLink>
        )}
      </Refreshed>
    </Card>
  )
}

function FateChips({ page: { id, counts }, wish }: { page: ImportPage; wish: ImportWish }) {
  const all = FATES.reduce((sum, fate) => sum + counts[fate], 0)
  return (
    <Chips label="Filter by what becomes of a row">
      <Chip label="All" count={all} href={importAddress(id, { fate: null, place: null })} current={wish.fate === null} />
      {FATES.map((fate) => (
        <Chip
          label={FATE_WORDS[fate]}
          count={counts[fate]}
          href={importAddress(id, { fate, place: null })}
          current={wish.fate === fate}
        />
      ))}
    </Chips>
  )
}

const COLUMNS = ['User', 'Line', 'E-mail address', 'Role', 'Outcome'].map((label) => ({ label }))

function Rows({ page, wish }: { page: ImportPage; wish: ImportWish }) {
  if (page.rows.length === 0) return <NoRows page={page} wish={wish} />
  const address = (place: ImportWish['place']) => place && importAddress(page.id, { ...wish, place })
  return (
    <>
      <Table caption={`Rows of ${page.fileName}`} columns={COLUMNS}>
        {page.rows.map((row) => (
          <ImportRowView row={row} isRunning={page.state === 'running'} />
        ))}
      </Table>
      <Pager previous={address(page.previous)} next={address(page.next)} />
    </>
  )
}

function NoRows({ page, wish }: { page: ImportPage; wish: ImportWish }) {
  const isForgotten = page.endedAt !== null && FATES.some((fate) => page.counts[fate] > 0) && wish.fate === null && !wish.place
  return (
    <EmptyState heading={isForgotten ? 'The rows are no longer kept' : 'No such rows'}>
      <p>
        {isForgotten ? (
          'They are kept for a day after an import. The audit trail tells who was added and changed.'
        ) : (
          <a href={importAddress(page.id, { fate: null, place: null })}>Show all rows</a>
        )}
      </p>
    </EmptyState>
  )
}

function ImportRowView({ row, isRunning }: { row: ImportRow; isRunning: boolean }) {
  const keys = [row.externalId, row.username].filter((key) => key !== null)
  return (
    <Row>
      <Cell heading>
        {shownText(`${row.firstName} ${row.lastName}`)}
        {keys.map((key) => (
          <Sub>
            <Verbatim>{shownText(key)}</Verbatim>
          </Sub>
        ))}
      </Cell>
      <Cell label="Line">{row.line.toLocaleString('en-GB')}</Cell>
      <Cell label="E-mail address">{shownText(row.email)}</Cell>
      <Cell label="Role">
        {isRole(row.role) ? ROLES[row.role] : shownText(row.role)}
        {row.unitName === null ? null : <Sub>{shownText(row.unitName)}</Sub>}
      </Cell>
      <Cell label="Outcome">
        <span class={`fate ${row.fate}`}>{FATE_WORDS[row.fate]}</span>
        {isRunning && !row.isDone ? <Sub>Not yet done</Sub> : null}
        <RowWords row={row} />
      </Cell>
    </Row>
  )
}

function RowWords({ row: { reasons, notes, changes, hasPassword } }: { row: ImportRow }) {
  const lines = [
    ...reasons.map((reason) => REASON_WORDS[reason]),
    ...Object.entries(changes).map(
      ([fact, { from, to }]) => `${FACT_WORDS[fact] ?? fact}: ${factWords(from)} → ${factWords(to)}`,
    ),
    ...(hasPassword ? ['Brings a password, and is Active at once'] : []),
    ...notes.map((note) => NOTE_WORDS[note]),
  ]
  return (
    <>
      {lines.map((line) => (
        <Sub>{shownText(line)}</Sub>
      ))}
    </>
  )
}

function factWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  if (typeof value !== 'string' || value === '') return 'none'
  return isRole(value) ? ROLES[value] : value
}
