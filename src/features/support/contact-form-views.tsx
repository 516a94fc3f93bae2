import type { FieldProblems } from '../../domain/errors.ts'
import { parseHolidays, parseHours, writeHours } from '../../domain/hours-text.ts'
import {
  CONTACT_KINDS,
  isLanguage,
  locationWords,
  SEVERITIES,
  type ContactKind,
  type SupportContact,
} from '../../domain/support-contact.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { Form, SubmitButton } from '../../ui/button.tsx'
import { Checkbox, CheckboxGroup } from '../../ui/checkbox.tsx'
import { HiddenField, SelectField, TextField } from '../../ui/form.tsx'
import { ButtonRow, Card } from '../../ui/page-parts.tsx'
import { LinesField } from '../../ui/setting-fields.tsx'
import { shownText } from '../../ui/shown-text.ts'

/** What stands in the fields; ticks are there or not. */
export type ContactFields = Readonly<
  Record<'location' | 'label' | 'number' | 'display' | 'kind' | 'languages' | 'zone' | 'hours' | 'holidays', string>
> & { readonly isWorldwide: boolean; readonly severities: readonly number[] }

export type ContactForm = {
  readonly action: string
  readonly button: string
  readonly typed: ContactFields
  readonly problems: FieldProblems
  /** Of the entry as it was read; null for a new one. */
  readonly version: number | null
}

export const KIND_LABELS: Readonly<Record<ContactKind, string>> = {
  'toll-free': 'Toll-free',
  toll: 'Toll',
  local: 'Local rate',
}

export const NO_FIELDS: ContactFields = {
  location: '',
  label: '',
  number: '',
  display: '',
  kind: '',
  languages: '',
  zone: '',
  hours: '',
  holidays: '',
  isWorldwide: false,
  severities: [],
}

/** An entry as its form shows it. */
export function fieldsOf(contact: SupportContact): ContactFields {
  const { location, label, number, display, kind, languages, hours, isWorldwide, severities } = contact
  return {
    location: location.kind === 'international' ? 'INTL' : locationText(location),
    label,
    number,
    display,
    kind,
    languages: languages.join(', '),
    zone: hours?.zone ?? '',
    hours: hours === null ? '' : writeHours(hours).join('\n'),
    holidays: hours?.holidays.join('\n') ?? '',
    isWorldwide,
    severities,
  }
}

const locationText = (location: SupportContact['location']): string =>
  location.kind === 'countries' ? location.countries.join(', ') : locationWords(location)

export function ContactFormView(form: ContactForm) {
  const { action, button, typed, problems, version } = form
  const fields = { ...fieldWords(typed), isWorldwide: { label: 'Can be called from anywhere' } }
  return (
    <Card>
      <ErrorSummary problems={problems} fields={fields} />
      <Form action={action}>
        <WhoAndWhere {...form} />
        <WhenAndHow {...form} />
        {version === null ? null : <HiddenField name="version" value={String(version)} />}
        <ButtonRow>
          <SubmitButton>{button}</SubmitButton>
        </ButtonRow>
      </Form>
    </Card>
  )
}

type Fields = Pick<ContactForm, 'typed' | 'problems'>

function fieldProps({ typed, problems }: Fields) {
  const fields = fieldWords(typed)
  return <Name extends keyof typeof fields>(name: Name) => ({
    ...fields[name],
    name,
    value: shownText(typed[name]),
    problem: problems[name],
  })
}

function WhoAndWhere(form: Fields) {
  const field = fieldProps(form)
  return (
    <>
      <TextField {...field('label')} hint="As people look for it: USA and Canada." />
      <TextField
        {...field('location')}
        hint="Countries, like US, CA or France; a region, like Europe; or INTL for the whole world."
      />
      <TextField {...field('number')} hint="With + and its country code." autocomplete="off" />
      <TextField
        {...field('display')}
        required={false}
        hint="Empty: with its country code, like +44 118 913 1502."
        autocomplete="off"
      />
      <SelectField
        {...field('kind')}
        placeholder="Choose one"
        options={CONTACT_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))}
      />
      <Checkbox
        name="isWorldwide"
        label="Can be called from anywhere"
        checked={form.typed.isWorldwide}
        hint="From every network in the world. Toll-free numbers mostly can’t."
      />
    </>
  )
}

function WhenAndHow(form: Fields) {
  const field = fieldProps(form)
  const { hours, holidays, severities } = form.typed
  return (
    <>
      <TextField
        {...field('languages')}
        required={false}
        hint="Codes, like en, fr or pt-BR. Empty: not stated."
        autocomplete="off"
      />
      <LinesField
        {...field('hours')}
        value={hours}
        required={false}
        rows={4}
        hint="A line for each range: Mon-Fri 09:00-17:30. Past midnight: Fri 22:00-06:00+1. Around the clock: Always. Empty: not stated."
      />
      <TextField
        {...field('zone')}
        required={false}
        hint="Whose clocks the hours are of: Europe/London. Needed with hours."
        autocomplete="off"
        verbatim
      />
      <LinesField
        {...field('holidays')}
        value={holidays}
        required={false}
        rows={6}
        hint="When nobody is there, a day a line: 2026-12-25, or 12-25 for every year."
      />
      <CheckboxGroup
        legend="Only for these severities"
        name="severities"
        hint="None: for all. Severity 1 is the worst."
        options={SEVERITIES.map((severity) => ({
          name: `severity${severity}`,
          label: `Severity ${severity}`,
          checked: severities.includes(severity),
        }))}
      />
    </>
  )
}

/** The line or word that is wrong is named, where there are several. */
function fieldWords({ hours, holidays, languages }: ContactFields) {
  const [readHours, readHolidays] = [parseHours(hours), parseHolidays(holidays)]
  const wrongLanguage = languages.split(/[\s,;]+/).find((tag) => tag !== '' && !isLanguage(tag))
  return {
    label: { label: 'Label', maximum: 80 },
    location: { label: 'Location', maximum: 200 },
    number: { label: 'Telephone number' },
    display: { label: 'As people there write it' },
    kind: { label: 'Kind' },
    languages: { label: 'Languages', maximum: 200, wrong: shown(wrongLanguage) },
    hours: { label: 'Hours', maximum: 2_000, wrong: readHours.ok ? undefined : shown(readHours.line) },
    zone: { label: 'Time zone', maximum: 64 },
    holidays: { label: 'Holidays', maximum: 4_000, wrong: readHolidays.ok ? undefined : shown(readHolidays.line) },
  }
}

const shown = (text: string | undefined): string | undefined => (text === undefined ? undefined : shownText(text.slice(0, 60)))
