/** The states of an account (S17 to S19) and the one table of what may change them. */
export type AccountState = 'pending_activation' | 'active' | 'inactive'
export type InactiveReason = 'failed_sign_ins' | 'deactivated' | 'idle'

export const STATE_WORDS: Readonly<Record<AccountState, string>> = {
  pending_activation: 'Pending Activation',
  active: 'Active',
  inactive: 'Inactive',
}

export const REASON_WORDS: Readonly<Record<InactiveReason, string>> = {
  failed_sign_ins: 'failed sign-ins',
  deactivated: 'deactivated',
  idle: 'idle',
}

export type Condition = { readonly state: AccountState; readonly reason: InactiveReason | null }

export type Transition = 'complete_activation' | 'freeze' | 'unfreeze' | 'activate' | 'deactivate' | 'idle_out' | 'cancel'

type Rule = {
  readonly from: (condition: Condition) => boolean
  /** Null: the account is deleted. */
  readonly to: (hasCredential: boolean) => Condition | null
}

const ACTIVE: Condition = { state: 'active', reason: null }
const PENDING: Condition = { state: 'pending_activation', reason: null }

const RULES: Readonly<Record<Transition, Rule>> = {
  complete_activation: { from: ({ state }) => state === 'pending_activation', to: () => ACTIVE },
  freeze: { from: ({ state }) => state === 'active', to: () => ({ state: 'inactive', reason: 'failed_sign_ins' }) },
  unfreeze: { from: ({ reason }) => reason === 'failed_sign_ins', to: () => ACTIVE },
  activate: { from: ({ state }) => state === 'inactive', to: (hasCredential) => (hasCredential ? ACTIVE : PENDING) },
  deactivate: { from: ({ state }) => state === 'active', to: () => ({ state: 'inactive', reason: 'deactivated' }) },
  idle_out: { from: ({ state }) => state === 'active', to: () => ({ state: 'inactive', reason: 'idle' }) },
  cancel: { from: ({ state }) => state === 'pending_activation', to: () => null },
}

export const TRANSITIONS = Object.keys(RULES) as readonly Transition[]

export function isAllowed(transition: Transition, condition: Condition): boolean {
  return RULES[transition].from(condition)
}

/** Where a transition leads; null where the account is deleted. Ask `isAllowed` first. */
export function conditionAfter(transition: Transition, hasCredential: boolean): Condition | null {
  return RULES[transition].to(hasCredential)
}

/** Only Active signs in (S17). */
export function maySignIn(condition: Condition): boolean {
  return condition.state === 'active'
}

export function describeCondition({ state, reason }: Condition): string {
  return reason === null ? STATE_WORDS[state] : `${STATE_WORDS[state]} (${REASON_WORDS[reason]})`
}
