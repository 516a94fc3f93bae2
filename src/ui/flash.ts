/**
 * What the page after a successful POST says: a name and its parameters travel (in a cookie, say), the words stay here.
 * `{username}` in the words is a parameter that the flash must bring; the compiler and `parseFlash` both see to it.
 */
const FLASHES = {
  user_added: 'Added {name} as {username}. A welcome mail is on its way to {email}.',
  contact_added: 'Added {name} as {username}. A Contact never signs in, so no welcome mail was sent.',
  mail_not_repeated: 'No further mail was sent to {name}: one is on its way already, or was sent a moment ago.',
  welcome_resent: 'A new welcome mail is on its way to {name}. The link in the older one no longer works.',
  cancelled: 'Cancelled {username}. The welcome link no longer works.',
  activated: '{username} is active again.',
  activated_pending: '{username} waits for activation. A welcome mail is on its way.',
  deactivated: '{username} is Inactive. All its sessions have ended.',
  reset_sent: 'A mail to choose a new password is on its way to {name}.',
  sessions_ended: 'Every session of {username} has ended.',
  user_email_asked: 'Asked {email} to confirm. The change takes effect in three days at the earliest, unless its owner stops it.',
  user_email_cancelled: 'The change of address of {username} is cancelled.',
  email_confirmed: 'Thank you: {email} is confirmed. It becomes the address of {username} on {when}.',
  email_change_stopped: 'The change is stopped. The e-mail address of {username} stays as it is.',
  user_changed: '{username} is changed.',
  user_unchanged: 'Nothing was different: {username} stays as it was.',
  contact_passed: '{name} is now the point of contact of {of}, and has been told.',
  primary_contact_passed: '{name} is now the primary contact of {of}, and has been told.',
  primary_contact_unchanged: 'Nothing was different: the primary contact of {of} stays.',
  contact_left: '{of} has no point of contact of its own now.',
  contact_unchanged: 'Nothing was different: the point of contact of {of} stays.',
  unit_created: 'Created the business unit {name}.',
  unit_changed: 'The business unit {name} is saved.',
  unit_removed: 'Removed the business unit {name}.',
  settings_saved: 'The security settings are saved. Every Manager gets a mail.',
  settings_unchanged: 'Nothing was different: the security settings stay as they were.',
  settings_kept: 'The security settings are kept. Every Manager gets a mail.',
  settings_given_up: 'The earlier security settings count again.',
  trial_over: 'The trial is over. This is what counts now.',
  session_ended: 'The session has ended.',
  token_revoked: 'The token “{name}” is revoked. Programs that use it are refused from now on.',
  other_sessions_ended: 'Every other session of yours has ended.',
  password_saved: 'Your password is saved. Sign in with your new password.',
  password_saved_for: 'The password of {username} is saved. You are signed in as somebody else: sign out to use it.',
  password_changed: 'Your password is changed, and you are signed out everywhere. Sign in with your new password.',
  username_changed: 'Your user login is now {username}, and you are signed out everywhere. Sign in with it.',
  username_change_over: 'No change of user login waits here: enter it again. Nothing was changed.',
  username_change_cancelled: 'Your user login stays as it is.',
  username_restored:
    'Your user login is {username} again. If it was not you who changed it, somebody knows your password: use Forgot Password now.',
  username_restored_for: 'The user login {username} is back. You are signed in as somebody else: sign out to use it.',
  unfrozen: 'Your account is active again. Sign in with the password you have.',
  unfrozen_for: '{username} is active again. You are signed in with another username: sign out to use it.',
  lock_released: 'The lock is released. Sign in with the password you have.',
  lock_released_for: 'The lock of {username} is released. You are signed in as somebody else: sign out to use it.',
  email_change_requested: 'Open the mail that we sent to {email}. Your address changes once you confirm there.',
  email_changed: 'Your e-mail address is now {email}.',
  email_changed_for: 'The e-mail address of {username} is now {email}. You are signed in as somebody else.',
  request_approved: '{username} is active again, and has been told.',
  request_approved_pending: '{username} waits for activation. A mail to choose a password is on its way.',
  request_denied: 'Request denied. {username} stays Inactive.',
  import_started: 'The import has started. You can leave this page: a mail tells you when it is done.',
  import_cancelled: 'The import is cancelled. What was done before stays.',
  support_contact_added: 'Added {label}, {number}. It is published within seconds.',
  contact_saved: '{label} is saved. It is published within seconds.',
  contact_verified: '{label} is verified as of now.',
  contact_removed: '{label} is removed. It can be brought back from the end of this list.',
  contact_restored: '{label} is back.',
  contact_there: 'It stays removed: its number was added again meanwhile.',
  incident_opened: 'Opened “{name}”. It is public within seconds.',
  incident_updated: 'Published the update of “{name}”.',
  incident_resolved: '“{name}” is resolved. All its components are operational again.',
  incident_reopened: '“{name}” is open again.',
  postmortem_published: 'Published the postmortem of “{name}”.',
  update_corrected: 'Corrected. What it said before stays to be read.',
  maintenance_scheduled: 'Scheduled “{name}”. It is public within seconds.',
  maintenance_updated: 'Published the update of “{name}”.',
  maintenance_moved: 'Moved “{name}”. Calendars and subscribers are told.',
  maintenance_changed: 'Saved “{name}”. It is public within seconds.',
  maintenance_extended: '“{name}” has a later end now. Calendars and subscribers are told.',
  maintenance_started: '“{name}” has begun.',
  maintenance_completed: '“{name}” is completed.',
  maintenance_cancelled: '“{name}” is cancelled. Calendars and subscribers are told.',
  component_set: '{name}: your word counts now, until you take it back.',
  component_cleared: '{name}: probes decide again.',
  template_saved: 'Saved the template “{label}”.',
  template_removed: 'Removed the template “{label}”. What was published with it stays.',
  subscription_confirmed: 'Thank you: from now on you hear of what you chose.',
  subscription_saved: 'Saved. From now on you get what is chosen here.',
  subscription_ended: 'You are unsubscribed. Nothing more is sent.',
  webhook_verified: 'The webhook answered with the challenge, and is active.',
  webhook_not_verified: 'The webhook could not be verified: {reason}. Nothing else is posted until it can.',
  subscriber_removed: '{address} is removed, and gets nothing more.',
  signed_out: 'You are signed out.',
  nobody_selected: 'Nobody was selected. Tick the users whom you mean, then choose what to do.',
  sign_in_first: 'Sign in to go on. Your session may have ended.',
  session_unused: 'You were signed out because nothing had happened for a while. Sign in to go on.',
  session_too_old: 'You were signed out because a session has to end some time, however much it is used. Sign in to go on.',
} as const satisfies Readonly<Record<string, string>>

export type FlashName = keyof typeof FLASHES
type ParameterOf<Words extends string> = Words extends `${string}{${infer Name}}${infer Rest}` ? Name | ParameterOf<Rest> : never

export type FlashParameters<Name extends FlashName> = Readonly<Record<ParameterOf<(typeof FLASHES)[Name]>, string>>

export type Flash = {
  readonly [Name in FlashName]: { readonly name: Name; readonly parameters: FlashParameters<Name> }
}[FlashName]

const NEUTRAL: ReadonlySet<FlashName> = new Set([
  'sign_in_first',
  'session_unused',
  'session_too_old',
  'nobody_selected',
  'mail_not_repeated',
  'user_unchanged',
  'contact_there',
  'contact_unchanged',
  'primary_contact_unchanged',
  'settings_unchanged',
  'webhook_not_verified',
  'trial_over',
  'username_change_over',
  'username_change_cancelled',
])
const PARAMETER = /\{(\w+)\}/gu
const LONGEST_PARAMETER = 320

/** `flashOf('activated', { username: 'acme_to2' })`; `flashOf('signed_out')`. */
export function flashOf<Name extends FlashName>(
  name: Name,
  ...parameters: ParameterOf<(typeof FLASHES)[Name]> extends never ? [] : [FlashParameters<Name>]
): Flash {
  // The compiler cannot follow a generic name into the union; the signature above already holds the pair together.
  return { name, parameters: parameters[0] ?? {} } as Flash
}

export function flashWords(flash: Flash): { readonly tone: 'done' | 'note'; readonly text: string } {
  const parameters: Readonly<Record<string, string>> = flash.parameters
  const text = FLASHES[flash.name].replaceAll(PARAMETER, (_, name: string) => parameters[name] ?? '')
  return { tone: NEUTRAL.has(flash.name) ? 'note' : 'done', text }
}

export function serializeFlash(flash: Flash): string {
  return JSON.stringify([flash.name, flash.parameters])
}

/** Reads what `serializeFlash` wrote; null for anything else, since a cookie may be forged. */
export function parseFlash(text: string): Flash | null {
  try {
    const parsed: unknown = JSON.parse(text)
    if (!Array.isArray(parsed)) return null
    const [name, parameters] = parsed as readonly unknown[]
    if (typeof name !== 'string' || !isFlashName(name)) return null
    if (typeof parameters !== 'object' || parameters === null) return null
    const known: [string, string][] = []
    for (const [, parameter = ''] of FLASHES[name].matchAll(PARAMETER)) {
      const value: unknown = Object.getOwnPropertyDescriptor(parameters, parameter)?.value
      if (typeof value !== 'string' || value.length > LONGEST_PARAMETER) return null
      known.push([parameter, value])
    }
    // Every parameter that the words name was found just above.
    return { name, parameters: Object.fromEntries(known) } as Flash
  } catch {
    return null
  }
}

function isFlashName(name: string): name is FlashName {
  return Object.hasOwn(FLASHES, name)
}
