import { z } from 'zod'
import type { Product } from '../domain/platform-directory.ts'
import { adjustedProfile, loosenedKeys, POLICY_KEYS, POLICY_RULES, policyRange, type PolicyKey } from '../domain/policy-limits.ts'
import type { PolicyProfile, ProfileName } from '../domain/policy-profile.ts'
import { PRODUCTS } from '../domain/product.ts'
import type { ConfigProblem } from './config-error.ts'
import type { PolicyException } from './config.ts'

const SHORTEST_REASON = 20
const LONGEST_REASON = 500

const number = z.number('must be a whole number').optional()

/** Which numbers are allowed depends on the product and the profile: `policyProblems` says that. */
export const policySchema = z.strictObject({
  profile: z.enum(['faq', 'pci']).optional(),
  exception: z
    .string()
    .trim()
    .min(SHORTEST_REASON, `must say why, in ${SHORTEST_REASON} characters at least`)
    .max(LONGEST_REASON, `must have at most ${LONGEST_REASON} characters`)
    .optional(),
  ...({
    freeze_threshold: number,
    lock_minutes: number,
    password_minimum_length: number,
    password_remembered: number,
    password_expiry_days: number,
    temporary_password_minutes: number,
    idle_minutes: number,
    absolute_hours: number,
    idle_deactivation_days: number,
  } satisfies Record<PolicyKey, typeof number>),
})

export type PolicyChoice = z.output<typeof policySchema>

/** What is wrong with one platform's policy. `product`: null where the directory doesn't tell; then only what holds for all is checked. */
export function policyProblems({
  policy,
  product,
  path,
}: {
  policy: PolicyChoice
  product: Product | null
  path: string
}): ConfigProblem[] {
  const profile = policy.profile ?? (product && PRODUCTS[product].profile)
  const isExcepted = policy.exception !== undefined
  const keys = POLICY_KEYS.flatMap((key) => {
    const value = policy[key]
    const problem = value === undefined ? null : numberProblem({ key, value, profile, isExcepted })
    return problem === null ? [] : [{ path: `${path}.${key}`, problem }]
  })
  if (product === null || isExcepted || !isLesser(policy, product)) return keys
  const problem = `is below the standard of the product ${product}: remove it, or say why in policy.exception`
  return [{ path: `${path}.profile`, problem }, ...keys]
}

function numberProblem(of: { key: PolicyKey; value: number; profile: ProfileName | null; isExcepted: boolean }): string | null {
  const { key, value, profile, isExcepted } = of
  const { hard } = POLICY_RULES[key]
  const range = profile === null ? hard : policyRange({ profile, key, isExcepted })
  if (range === null) return `has no meaning in the profile ${profile}: remove it`
  const isWithin = ({ lowest, highest }: typeof hard) => Number.isInteger(value) && value >= lowest && value <= highest
  if (isWithin(range)) return null
  const words = `must be a whole number from ${range.lowest} to ${range.highest}`
  if (!isWithin(hard)) return words
  return `${words} in the profile ${profile}; ${hard.lowest} to ${hard.highest} only if policy.exception says why`
}

/** A profile that its product doesn't have by itself. */
function isLesser({ profile }: PolicyChoice, product: Product): boolean {
  const { profile: own, otherProfiles } = PRODUCTS[product]
  return profile !== undefined && profile !== own && !otherProfiles.includes(profile)
}

/** What a platform's policy comes to, once it is without problems. `exception`: null where nothing is below the standard. */
export function readPolicy(
  policy: PolicyChoice,
  product: Product,
): { readonly profile: PolicyProfile; readonly exception: PolicyException | null } {
  const name = policy.profile ?? PRODUCTS[product].profile
  const loosened = [...(isLesser(policy, product) ? ['profile'] : []), ...loosenedKeys(name, policy)]
  const { exception: reason } = policy
  return {
    profile: adjustedProfile(name, policy),
    exception: reason === undefined || loosened.length === 0 ? null : { reason, loosened },
  }
}
