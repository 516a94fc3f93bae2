import type { Brand } from '../config/config.ts'
import type { Chrome } from './layout.tsx'
import { FRONT_DOOR } from './paths.ts'

type Section = 'finder' | 'status' | 'portal' | 'support' | 'numbers' | 'outbox' | null

/** What surrounds the pages of the front door; nobody signs in there. The outbox is the demo's. */
export function frontDoorChrome({ brand, demo, current }: { brand: Brand; demo: boolean; current: Section }): Chrome {
  return {
    brand,
    product: null,
    siteLabel: null,
    home: FRONT_DOOR.home,
    sections: [
      { label: 'Find my platform', href: FRONT_DOOR.home, current: current === 'finder' },
      { label: 'Status', href: FRONT_DOOR.status, current: current === 'status' },
      {
        label: 'Support',
        href: FRONT_DOOR.support,
        current: current === 'support' || current === 'portal' || current === 'numbers',
      },
      ...(demo ? [{ label: 'Outbox', href: FRONT_DOOR.outbox, current: current === 'outbox' }] : []),
    ],
    viewer: null,
    session: null,
    help: [],
    // One link of that name a page: the support portal has its own.
    corner: current === 'portal' || current === 'numbers' ? null : { label: 'Need Assistance', href: FRONT_DOOR.supportNumbers },
    footer: [
      { label: 'Status', href: FRONT_DOOR.status },
      { label: 'Support', href: FRONT_DOOR.support },
      { label: 'Forgot username', href: FRONT_DOOR.forgotUsername },
      { label: 'Mail and links', href: FRONT_DOOR.supportMail },
    ],
  }
}
