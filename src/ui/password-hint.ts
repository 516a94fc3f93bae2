import type { PasswordPolicy } from '../domain/policy-profile.ts'
import type { ProductWords } from '../domain/product-words.ts'

/** The rules for a new password, as they stand below its field: "12 to 128 characters, letters and digits among them; ...". */
export function passwordHint(
  { minimumLength, maximumLength, lettersAndDigits, remembered }: PasswordPolicy,
  { username }: Pick<ProductWords, 'username'>,
): string {
  const length = `${minimumLength} to ${maximumLength} characters`
  const rules = lettersAndDigits
    ? `${length}, letters and digits among them; a few words and a number do well.`
    : `${length} of any kind; a few words do well.`
  const never = `Not your name, your ${username} or your company`
  return remembered > 1 ? `${rules} ${never}, and none of your last ${remembered} passwords.` : `${rules} ${never}.`
}
