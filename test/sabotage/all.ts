import { API } from './api.ts'
import { AUDIT } from './audit.ts'
import { GUESSING } from './guessing.ts'
import { IMPORTS } from './imports.ts'
import { KEYS } from './keys.ts'
import { LISTS } from './lists.ts'
import { MANAGERS } from './managers.ts'
import { OUTAGES } from './outages.ts'
import type { Sabotage } from './sabotage.ts'
import { SESSIONS } from './sessions.ts'
import { SETTINGS } from './settings.ts'
import { THEFT } from './theft.ts'

/** In the order of the invariants. */
export const SABOTAGES: readonly Sabotage[] = [
  ...KEYS,
  ...GUESSING,
  ...SESSIONS,
  ...MANAGERS,
  ...LISTS,
  ...SETTINGS,
  ...AUDIT,
  ...THEFT,
  ...OUTAGES,
  ...IMPORTS,
  ...API,
]
