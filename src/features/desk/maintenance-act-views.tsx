import type { Child } from 'hono/jsx'
import type { FieldProblems } from '../../domain/errors.ts'
import type { MaintenancePhase } from '../../domain/service-status.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { buttonClass, Form, SubmitButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { DESK } from '../../ui/desk-paths.ts'
import { HiddenField } from '../../ui/form.tsx'
import { MomentField, ZoneField } from '../../ui/moment-fields.tsx'
import { ButtonRow } from '../../ui/page-parts.tsx'
import { TextAreaField } from '../../ui/text-area.tsx'
import { withWrong } from './incident-form-views.tsx'
import { EditFields, MAINTENANCE_WORDS, WindowFields, type TypedEdit, type TypedWindow } from './maintenance-form-views.tsx'
import type { ChoosableComponent } from './parts-views.tsx'

export type DeskAct = 'edit' | 'move' | 'extend' | 'start' | 'complete' | 'cancel'

type ActWords = {
  readonly label: string
  /** Of the button that does it, where that is another one. */
  readonly does?: string
  readonly heading: string
  readonly happens: readonly string[]
  readonly danger?: true
}

/** What each does, to whom, and whether it can be undone. */
const ACTS: Readonly<Record<DeskAct, ActWords>> = {
  edit: {
    label: 'Edit',
    does: 'Save changes',
    heading: 'Change the plan?',
    happens: [
      'The schedule, sign-in pages and calendars show the change.',
      'Other components, or whether platforms close, are told in an update: to subscribers of the new and of the former ones.',
      'If the title alone changes, nobody is told.',
    ],
  },
  move: {
    label: 'Move',
    heading: 'Move to another time?',
    happens: [
      'The schedule and every calendar that follows it show the new time.',
      'Subscribers are told, and get new reminders.',
      'You can move it again until it begins.',
    ],
  },
  extend: {
    label: 'Extend',
    heading: 'Give it a later end?',
    happens: [
      'Sign-in pages, the schedule and calendars show the new end.',
      'Subscribers are told.',
      'The end can’t be made earlier again; you can complete it at any time.',
    ],
  },
  start: {
    label: 'Start now',
    heading: 'Start before its time?',
    happens: [
      'Its components are under maintenance at once.',
      'Its planned end stays.',
      'It can’t be made to wait again; you can complete it.',
    ],
    danger: true,
  },
  complete: {
    label: 'Complete',
    heading: 'Complete it now?',
    happens: [
      'Its components are operational again, unless something else is said of them.',
      'It can’t be started again: plan another one.',
    ],
  },
  cancel: {
    label: 'Cancel maintenance',
    heading: 'Cancel this maintenance?',
    happens: [
      'It stays in the schedule as cancelled, and calendars show so.',
      'Subscribers are told.',
      'This can’t be undone: plan another one.',
    ],
    danger: true,
  },
}

/** Once it has begun, its title alone can be mended. */
const TITLE_ALONE: ActWords = {
  ...ACTS.edit,
  label: 'Edit title',
  heading: 'Change its title?',
  happens: ['The status page, the history and calendars show the new one.', 'Nobody is written to.'],
}

/** What it does to the doors of platforms that are closed while it runs. */
const AT_THE_DOOR: Partial<Record<DeskAct, string>> = {
  extend: 'Its platforms stay closed until then, or until it is completed.',
  start: 'Its platforms close: nobody can sign in until it is over.',
  complete: 'Its platforms open again.',
}

function wordsOf({ act, phase, closes }: Pick<ActFormProps, 'act' | 'phase' | 'closes'>): ActWords {
  const words = act === 'edit' && phase !== 'scheduled' ? TITLE_ALONE : ACTS[act]
  const [first = '', ...rest] = words.happens
  const atTheDoor = closes ? AT_THE_DOOR[act] : undefined
  return atTheDoor === undefined ? words : { ...words, happens: [first, atTheDoor, ...rest] }
}

export type TypedAct = TypedWindow & TypedEdit & { readonly body: string; readonly deliver: string }

export type ActFormProps = {
  readonly act: DeskAct
  readonly id: string
  readonly version: number
  readonly phase: MaintenancePhase
  readonly isRelease: boolean
  readonly closes: boolean
  /** All that it could be of. */
  readonly choices: readonly ChoosableComponent[]
  readonly typed: TypedAct
  readonly problems: FieldProblems
  readonly wrong: Readonly<Record<string, string>>
}

/** A button, and the dialog it opens: what will happen, and what can be said with it. */
export function ActDialog(props: ActFormProps) {
  const { act } = props
  const { label, does = label, heading, happens, danger } = wordsOf(props)
  return (
    <>
      <button type="button" class={buttonClass({ tone: 'quiet' })} commandfor={`act-${act}`} command="show-modal">
        {label}
      </button>
      <dialog id={`act-${act}`} aria-labelledby={`act-${act}-heading`} class="wide-dialog">
        <h2 id={`act-${act}-heading`}>{heading}</h2>
        <Happens lines={happens} />
        <ActForm {...props}>
          <button type="button" class={buttonClass({ tone: 'quiet' })} commandfor={`act-${act}`} command="close">
            Keep as it is
          </button>
          <SubmitButton tone={danger ? 'danger' : 'primary'}>{does}</SubmitButton>
        </ActForm>
      </dialog>
    </>
  )
}

/** The same in the page itself, where something was wrong with what was typed. */
export function TriedAct(props: ActFormProps) {
  const { act, problems, wrong } = props
  const { label, does = label, heading, happens, danger } = wordsOf(props)
  const named = Object.fromEntries(Object.entries(problems).map(([name, problem]) => [`${act}-${name}`, problem]))
  const words = Object.fromEntries(
    Object.entries(withWrong(MAINTENANCE_WORDS, wrong)).map(([name, one]) => [`${act}-${name}`, one]),
  )
  return (
    <section class="card">
      <h2>{heading}</h2>
      <ErrorSummary problems={named} fields={words} />
      <Happens lines={happens} />
      <ActForm {...props}>
        <SubmitButton tone={danger ? 'danger' : 'primary'}>{does}</SubmitButton>
      </ActForm>
    </section>
  )
}

function Happens({ lines }: { lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  )
}

function ActForm({ children, ...props }: ActFormProps & { children: Child }) {
  const { act, id, version, phase, isRelease, choices, typed, problems, wrong } = props
  const prefix = `${act}-`
  const parts = phase === 'scheduled' ? { components: choices, isRelease } : null
  return (
    <Form action={DESK.maintenanceAct(id, act)}>
      <HiddenField name="version" value={String(version)} />
      {act === 'edit' ? <EditFields typed={typed} problems={problems} wrong={wrong} parts={parts} prefix={prefix} /> : null}
      {act === 'move' ? <WindowFields typed={typed} problems={problems} wrong={wrong} prefix={prefix} /> : null}
      {act === 'extend' ? (
        <>
          <MomentField
            {...MAINTENANCE_WORDS.until}
            name="until"
            id={`field-${prefix}until`}
            wrong={wrong['until']}
            problem={problems['until']}
            value={{ text: typed.until, zone: typed.zone, occurrence: typed.untilOccurrence }}
          />
          <ZoneField value={typed.zone} problem={problems['zone']} id={`field-${prefix}zone`} />
        </>
      ) : null}
      {act === 'edit' && parts === null ? null : <SaidFields {...props} />}
      <ButtonRow>{children}</ButtonRow>
    </Form>
  )
}

/** What can be said with it, and to whom. */
function SaidFields({ act, typed, problems, wrong }: ActFormProps) {
  return (
    <>
      <TextAreaField
        {...MAINTENANCE_WORDS.body}
        name="body"
        id={`field-${act}-body`}
        wrong={wrong['body']}
        problem={problems['body']}
        value={typed.body}
        rows={3}
        required={false}
        hint={
          act === 'edit'
            ? 'Markdown. Stands below a sentence that says what changed.'
            : 'Markdown. Left empty, it says in a sentence what was done.'
        }
      />
      <Checkbox name="deliver" value={`yes-${act}`} label="Tell subscribers" checked={typed.deliver !== ''} />
    </>
  )
}
