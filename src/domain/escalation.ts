import type { AccountState, Condition, InactiveReason } from './account-state.ts'

/** Who gets a person back in: they themselves by mail, people of their own company, or the vendor's. */
export type Helper = 'self_service' | 'poc_and_managers' | 'tam_and_support'

/** Where nobody of one's own can help, the vendor does. */
type Neighbours = 'colleagues' | 'alone'
type Stuck = Exclude<AccountState, 'inactive'> | InactiveReason

/**
 * "Who can help me", best first (S06, S11, S12, S19, S20). Self-service is Forgot Password, which mails the pending
 * their activation again, and, to the frozen, an unfreeze key. What a person has done, or the clock, only people undo.
 */
export const HELPERS: Readonly<Record<Stuck, Readonly<Record<Neighbours, readonly Helper[]>>>> = {
  active: { colleagues: ['self_service', 'poc_and_managers'], alone: ['self_service', 'tam_and_support'] },
  pending_activation: { colleagues: ['self_service', 'poc_and_managers'], alone: ['self_service', 'tam_and_support'] },
  failed_sign_ins: { colleagues: ['self_service', 'poc_and_managers'], alone: ['self_service', 'tam_and_support'] },
  deactivated: { colleagues: ['poc_and_managers'], alone: ['tam_and_support'] },
  idle: { colleagues: ['poc_and_managers'], alone: ['tam_and_support'] },
}

/**
 * Looks the helpers of an account up. `isSoleUser`: the only user of its subscription; `hasActiveManagers`: some other
 * account there is an Active Manager; `selfUnfreeze`: the subscription lets the frozen unfreeze themselves by mail.
 * In an expired subscription the company and the vendor have to agree, and nobody helps themselves.
 * Where nobody else could unfreeze the account the switch does not count: the last Manager always can.
 */
export function whoCanHelp(
  of: Condition & { isSoleUser: boolean; hasActiveManagers: boolean; selfUnfreeze?: boolean; subscriptionExpired?: boolean },
): readonly Helper[] {
  if (of.subscriptionExpired) return ['poc_and_managers', 'tam_and_support']
  const neighbours = of.isSoleUser || !of.hasActiveManagers ? 'alone' : 'colleagues'
  const helpers = HELPERS[stuckIn(of)][neighbours]
  const switchedOff = of.reason === 'failed_sign_ins' && of.selfUnfreeze === false && neighbours === 'colleagues'
  return switchedOff ? helpers.filter((helper) => helper !== 'self_service') : helpers
}

/** An inactive account whose reason is lost counts as deactivated: the case with the least self-service. */
function stuckIn({ state, reason }: Condition): Stuck {
  return state === 'inactive' ? (reason ?? 'deactivated') : state
}
