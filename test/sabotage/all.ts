import { API } from './api.ts'
import { AUDIT } from './audit.ts'
import { CLOCKS } from './clocks.ts'
import { DESK } from './desk.ts'
import { FRONT_DOOR } from './front-door.ts'
import { GUESSING } from './guessing.ts'
import { IMPORTS } from './imports.ts'
import { KEYS } from './keys.ts'
import { LISTS } from './lists.ts'
import { LOCKS } from './locks.ts'
import { MAINTENANCE } from './maintenance.ts'
import { MANAGERS } from './managers.ts'
import { OUTAGES } from './outages.ts'
import type { Sabotage } from './sabotage.ts'
import { SESSIONS } from './sessions.ts'
import { SETTINGS } from './settings.ts'
import { STAFF } from './staff.ts'
import { SUBSCRIBERS } from './subscribers.ts'
import { TEMPORARY_PASSWORDS } from './temporary-passwords.ts'
import { THEFT } from './theft.ts'
import { USER_LOGINS } from './user-logins.ts'

/** In the order of the invariants. */
export const SABOTAGES: readonly Sabotage[] = [
  ...KEYS,
  ...GUESSING,
  ...LOCKS,
  ...SESSIONS,
  ...MANAGERS,
  ...LISTS,
  ...SETTINGS,
  ...CLOCKS,
  ...TEMPORARY_PASSWORDS,
  ...AUDIT,
  ...THEFT,
  ...OUTAGES,
  ...IMPORTS,
  ...API,
  ...USER_LOGINS,
  ...MAINTENANCE,
  ...DESK,
  ...STAFF,
  ...FRONT_DOOR,
  ...SUBSCRIBERS,
]
