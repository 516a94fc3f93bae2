import type { Child } from 'hono/jsx'
import type { BulkAct, BulkActView, BulkGroup, BulkOutcome } from '../../domain/bulk-act.ts'
import type { FieldProblems } from '../../domain/errors.ts'
import { ErrorSummary, Notice } from '../../ui/alert.tsx'
import { ButtonLink, Form, PostButton, SubmitButton } from '../../ui/button.tsx'
import { SelectField } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Progress } from '../../ui/progress.tsx'
import { Refreshed } from '../../ui/search.tsx'
import { counted } from '../../ui/time-words.ts'
import { PeopleOf } from './people-views.tsx'
import { ACT_WORDS, fateWords } from './word-views.ts'

type Props = { readonly act: BulkActView; readonly problems: FieldProblems; readonly now: Date }

const UNIT_FIELDS = { unit: { label: 'Business unit' } } as const

export function titleOf({ act, total }: Pick<BulkActView, 'act' | 'total'>): string {
  return `${ACT_WORDS[act].label}: ${counted(total, 'user')}`
}

/** One page for the whole life of a bulk act: it can be left, and come back to. */
export function BulkActPage({ act, problems }: Props) {
  return (
    <>
      <p>
        <a href={act.list}>Back to the list</a>
      </p>
      <PageHeading sub={act.state === 'preview' ? 'Nothing has happened yet.' : undefined}>{titleOf(act)}</PageHeading>
      {act.state === 'preview' ? <Preview act={act} problems={problems} /> : <Course act={act} />}
    </>
  )
}

function Preview({ act, problems }: Pick<Props, 'act' | 'problems'>) {
  const affected = act.groups.find(({ fate }) => fate === 'done')?.users ?? 0
  return (
    <>
      {act.act === 'move' ? <UnitForm act={act} problems={problems} /> : null}
      {act.missing === 0 ? null : (
        <Notice tone="warn" heading={`${counted(act.missing, 'selected user')} can’t be found`}>
          <p>They were cancelled meanwhile, or the list is an old one.</p>
        </Notice>
      )}
      {act.isReady ? (
        <>
          {act.groups.map((group) => (
            <Group group={group} act={act.act} isPreview />
          ))}
          <Consequences act={act} affected={affected} />
        </>
      ) : null}
    </>
  )
}

function UnitForm({ act, problems }: Pick<Props, 'act' | 'problems'>) {
  const options = [...act.units.map(({ id, name }) => ({ value: id, label: name })), { value: 'none', label: 'No business unit' }]
  const chosen = act.isReady ? (act.businessUnitId ?? 'none') : ''
  return (
    <Card>
      <ErrorSummary problems={problems} fields={UNIT_FIELDS} />
      <Form action={PLATFORM.moveBulkAct(act.id)}>
        <SelectField
          name="unit"
          {...UNIT_FIELDS.unit}
          options={options}
          value={chosen}
          placeholder="Choose a unit"
          problem={problems['unit']}
        />
        <SubmitButton tone={act.isReady ? 'quiet' : 'primary'}>Show who would move</SubmitButton>
      </Form>
    </Card>
  )
}

/** What will happen, whether it can be undone, and the button that does it. */
function Consequences({ act, affected }: { act: BulkActView; affected: number }) {
  const { label, isDangerous, happens } = ACT_WORDS[act.act]
  const keep = (
    <PostButton action={PLATFORM.cancelBulkAct(act.id)} tone="quiet">
      Don’t
    </PostButton>
  )
  if (affected === 0) {
    return (
      <>
        <p>There is nobody to whom this can be done.</p>
        <ButtonRow>
          <ButtonLink href={act.list} tone="quiet">
            To the list
          </ButtonLink>
        </ButtonRow>
      </>
    )
  }
  return (
    <>
      <p>{happens}</p>
      <ButtonRow>
        <PostButton action={PLATFORM.startBulkAct(act.id)} tone={isDangerous ? 'danger' : 'primary'}>
          {`${label} ${counted(affected, 'user')}`}
        </PostButton>
        {keep}
      </ButtonRow>
    </>
  )
}

const STATE_HEADINGS = {
  running: 'Running',
  done: 'Done',
  cancelled: 'Stopped by you',
  stopped: 'Stopped: you may not do this any more, or the business unit is gone',
  preview: '',
} as const satisfies Record<BulkActView['state'], string>

/** From the start to the end, and as long as anybody looks. */
function Course({ act }: { act: BulkActView }) {
  const isRunning = act.state === 'running'
  const state = isRunning && act.done === 0 ? 'Starting' : STATE_HEADINGS[act.state]
  return (
    <>
      <Card>
        <Progress
          id="bulk"
          label={titleOf(act)}
          done={act.done}
          total={act.total}
          refused={act.refused}
          isRunning={isRunning}
          state={state}
          href={PLATFORM.bulkAct(act.id)}
        />
        <Refreshed id="bulk-next">
          <NextStep act={act} />
        </Refreshed>
      </Card>
      <Refreshed id="bulk-outcomes">
        <div class="outcomes">{isRunning ? null : act.groups.map((group) => <Group group={group} act={act.act} />)}</div>
      </Refreshed>
    </>
  )
}

function NextStep({ act }: { act: BulkActView }): Child {
  if (act.state === 'running') {
    return (
      <>
        <p class="muted">You can leave this page and come back: it goes on by itself.</p>
        <ButtonRow>
          <PostButton action={PLATFORM.cancelBulkAct(act.id)} tone="quiet">
            Stop
          </PostButton>
        </ButtonRow>
      </>
    )
  }
  const left = act.total - act.done
  return (
    <>
      {left > 0 ? <p>{counted(left, 'user')} were not reached. Who was done stays done.</p> : null}
      <ButtonRow>
        {act.act === 'deactivate' && act.done > act.refused ? (
          <PostButton action={PLATFORM.undoBulkAct(act.id)} tone="quiet">
            Activate these again
          </PostButton>
        ) : null}
        <ButtonLink href={act.list} tone="quiet">
          To the list
        </ButtonLink>
      </ButtonRow>
    </>
  )
}

function Group({ group, act, isPreview = false }: { group: BulkGroup<BulkOutcome>; act: BulkAct; isPreview?: boolean }) {
  const { heading, why } = fateWords({ fate: group.fate, users: group.users, act, isPreview })
  return (
    <section class={group.fate === 'done' ? 'outcome done' : 'outcome left'}>
      <h2>{heading}</h2>
      {why === null ? null : <p class="muted">{why}</p>}
      <PeopleOf group={group} />
    </section>
  )
}
