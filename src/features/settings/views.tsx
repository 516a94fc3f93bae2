import type { Child } from 'hono/jsx'
import { fieldProblemsOf, type FieldProblems, type Refusal } from '../../domain/errors.ts'
import {
  MOST_NETWORKS,
  readNetworkList,
  SETTING_WORDS,
  TRIAL_SECONDS,
  type SettingsLimits,
} from '../../domain/security-settings.ts'
import { Notice, RefusalSummary } from '../../ui/alert.tsx'
import { ButtonLink, Form, SubmitButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { fieldId, HiddenField } from '../../ui/form.tsx'
import { ButtonRow, Card, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { LinesField, NumberField } from '../../ui/setting-fields.tsx'
import { durationWords } from '../../ui/time-words.ts'

/** What stands in the form: as saved, or as typed before. */
export type TypedSettings = {
  readonly freezeThreshold: string
  readonly selfUnfreeze: boolean
  readonly idleMinutes: string
  readonly absoluteHours: string
  readonly allowedNetworks: string
  readonly idleDeactivationDays: string
  readonly version: string
}

export type SettingsForm = {
  readonly typed: TypedSettings
  readonly limits: SettingsLimits
  readonly refusal: Refusal | null
  readonly platformLabel: string
  readonly subscriptionName: string
  readonly address: string
  readonly network: string
  readonly activeManagers: number
}

/** How people get in, and when they are kept out (A05). */
export function SettingsFormView(form: SettingsForm) {
  const { refusal, typed, subscriptionName, activeManagers } = form
  return (
    <>
      <p>
        <a href={PLATFORM.subscription}>Back to the subscription</a>
      </p>
      <PageHeading sub={`How people of ${subscriptionName} get in, and when they are kept out.`}>Security settings</PageHeading>
      <RefusalSummary refusal={refusal} fields={fieldWords(form)} />
      {activeManagers === 1 ? <OneManagerNotice /> : null}
      <Card>
        <Form action={PLATFORM.security} label="Security settings">
          <HiddenField name="version" value={typed.version} />
          <FailedSignIns {...form} />
          <Sessions {...form} />
          <Networks {...form} />
          <UnusedAccounts {...form} />
          <Passwords {...form} />
          <p class="muted">
            Fewer networks or shorter sessions could lock you out, so they are tried first: they count for{' '}
            {durationWords(TRIAL_SECONDS)}, and go by themselves unless you keep them.
          </p>
          <ButtonRow>
            <SubmitButton>Save</SubmitButton>
          </ButtonRow>
        </Form>
      </Card>
    </>
  )
}

/** Nobody could let the only one in again (N09). */
function OneManagerNotice() {
  return (
    <Notice tone="warn" heading="You are the only Manager who can sign in">
      <p>If a setting or a lost password keeps you out, nobody in your company can help.</p>
      <p>
        <ButtonLink href={PLATFORM.newManager} tone="quiet" small>
          Add a second Manager
        </ButtonLink>
      </p>
    </Notice>
  )
}

function fieldWords({ limits: { ranges }, typed }: SettingsForm) {
  const [wrong] = readNetworkList(typed.allowedNetworks).wrong
  return {
    freezeThreshold: { label: SETTING_WORDS.freezeThreshold, ...ranges.freezeThreshold },
    idleMinutes: { label: SETTING_WORDS.idleMinutes, ...ranges.idleMinutes },
    absoluteHours: { label: SETTING_WORDS.absoluteHours, ...ranges.absoluteHours },
    allowedNetworks: { label: SETTING_WORDS.allowedNetworks, maximum: MOST_NETWORKS, wrong },
    idleDeactivationDays: { label: SETTING_WORDS.idleDeactivationDays, ...ranges.idleDeactivationDays },
  }
}

type NumberName = 'freezeThreshold' | 'idleMinutes' | 'absoluteHours' | 'idleDeactivationDays'

function numberField(form: SettingsForm, name: NumberName, hint: Child) {
  const problems: FieldProblems = fieldProblemsOf(form.refusal)
  return { name, ...fieldWords(form)[name], value: form.typed[name], problem: problems[name], hint }
}

function Part({ legend, children }: { legend: string; children: Child }) {
  return (
    <fieldset class="part">
      <legend>{legend}</legend>
      {children}
    </fieldset>
  )
}

function FailedSignIns(form: SettingsForm) {
  const { ranges, defaults } = form.limits
  const { minimum, maximum } = ranges.freezeThreshold
  return (
    <Part legend="Freezing">
      <NumberField
        {...numberField(
          form,
          'freezeThreshold',
          `${minimum} to ${maximum}. On ${form.platformLabel} it is ${defaults.freezeThreshold} unless you choose.`,
        )}
      />
      <Checkbox
        name="selfUnfreeze"
        label={SETTING_WORDS.selfUnfreeze}
        checked={form.typed.selfUnfreeze}
        hint="Without it a Manager has to activate them. The last Manager who could can always do it by mail."
      />
    </Part>
  )
}

function Sessions(form: SettingsForm) {
  const { idleMinutes, absoluteHours } = form.limits.ranges
  return (
    <Part legend="Sessions">
      <NumberField {...numberField(form, 'idleMinutes', `${idleMinutes.minimum} to ${idleMinutes.maximum} minutes.`)} />
      <NumberField {...numberField(form, 'absoluteHours', `${absoluteHours.minimum} to ${absoluteHours.maximum} hours.`)} />
    </Part>
  )
}

function Networks(form: SettingsForm) {
  const { refusal, typed, address, network } = form
  const problem = fieldProblemsOf(refusal)['allowedNetworks']
  return (
    <Part legend="Networks">
      <LinesField
        name="allowedNetworks"
        {...fieldWords(form).allowedNetworks}
        value={typed.allowedNetworks}
        problem={problem}
        required={false}
        rows={4}
        hint="One a line, like 203.0.113.0/24 or 2001:db8::/32; empty: from anywhere. It counts for signing in, for sessions that are open, and for API tokens."
      />
      <p>
        You are at <Verbatim>{address}</Verbatim>, in the network <Verbatim>{network}</Verbatim>.
      </p>
      <button
        type="button"
        class="button quiet small"
        data-adds-line={network}
        data-adds-to={fieldId({ name: 'allowedNetworks' })}
        hidden
      >
        Add my network
      </button>
      {refusal?.code === 'shuts_you_out' ? (
        <Checkbox
          name="despiteLockOut"
          label="Try them although they don’t include my address"
          hint={`You are kept out at once. If nobody keeps the settings, the earlier ones count again after ${durationWords(TRIAL_SECONDS)}.`}
        />
      ) : null}
    </Part>
  )
}

function UnusedAccounts(form: SettingsForm) {
  const { minimum, maximum } = form.limits.ranges.idleDeactivationDays
  const isOptional = form.limits.defaults.idleDeactivationDays === null
  return (
    <Part legend="Unused accounts">
      <NumberField
        {...numberField(
          form,
          'idleDeactivationDays',
          `${minimum} to ${maximum} days${isOptional ? '; empty: never' : ''}. Owners are warned by mail after two thirds of the time, and once more before its end. The last active Manager is never concerned.`,
        )}
        required={!isOptional}
      />
    </Part>
  )
}

function Passwords({ limits: { passwordExpiryDays }, platformLabel }: SettingsForm) {
  return (
    <Part legend="Passwords">
      {passwordExpiryDays === null ? (
        <p>
          Passwords don’t expire on {platformLabel}, and no setting can make them: who has to change a good password for no reason
          chooses a worse one.
        </p>
      ) : (
        <p>
          Passwords expire after {passwordExpiryDays} days on {platformLabel}.
        </p>
      )}
    </Part>
  )
}
