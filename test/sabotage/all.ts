import { GUESSING } from './guessing.ts'
import { KEYS } from './keys.ts'
import { MANAGERS } from './managers.ts'
import { OUTAGES } from './outages.ts'
import type { Sabotage } from './sabotage.ts'
import { SESSIONS } from './sessions.ts'
import { THEFT } from './theft.ts'

/** In the order of the invariants. */
export const SABOTAGES: readonly Sabotage[] = [...KEYS, ...GUESSING, ...SESSIONS, ...MANAGERS, ...THEFT, ...OUTAGES]
