import type { SupportContacts } from '../../config/config.ts'
import type { TamContact } from '../../db/schema.ts'
import type { Condition } from '../../domain/account-state.ts'
import type { KeyPurpose } from '../../domain/activation-key.ts'
import type { Helper } from '../../domain/escalation.ts'
import type { Product } from '../../domain/platform-directory.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import type { Role } from '../../domain/roles.ts'

export type Person = { readonly name: string; readonly email: string; readonly phone: string | null; readonly role: string }

/** Who can help the owner of an account, by name (S06, S11, S12, N07). */
export type HelpPeople = {
  readonly helpers: readonly Helper[]
  /** The POC first, then other active Managers. */
  readonly managers: readonly Person[]
  readonly tam: TamContact | null
  readonly support: SupportContacts
  readonly supportNumbersUrl: string
}

export type MintedKey = { readonly key: string; readonly url: string; readonly expiresAt: Date }

/** All that a letter may say. Letters are pure functions of it. */
export type LetterContext = {
  readonly brandName: string
  readonly platformLabel: string
  readonly product: Product
  /** What the platform calls a username and a point of contact. */
  readonly words: ProductWords
  readonly origin: string
  readonly signInUrl: string
  readonly mailHelpUrl: string
  readonly now: Date
  readonly account: {
    readonly id: string
    readonly username: string
    readonly firstName: string
    readonly lastName: string
    readonly role: Role
    readonly condition: Condition
    readonly stateChangedAt: Date
    readonly subscriptionExpired: boolean
  }
  readonly subscriptionName: string
  readonly help: HelpPeople
  readonly keys: Partial<Record<KeyPurpose, MintedKey>>
  /** For so long a revealed password is good. */
  readonly temporaryPasswordSeconds: number
  readonly params: Readonly<Record<string, string>>
}
