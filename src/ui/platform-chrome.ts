import type { Brand } from '../config/config.ts'
import { mayDo, type Standing } from '../domain/permissions.ts'
import type { Chrome } from './layout.tsx'
import { FRONT_DOOR, onOrigin, PLATFORM } from './paths.ts'

export type PlatformSection = 'home' | 'users' | 'subscription' | 'audit' | 'sign-in' | null

/** What surrounds the pages of a platform: sections once signed in, the finder before. */
export function platformChrome(of: {
  brand: Brand
  platformLabel: string
  frontDoorOrigin: string
  viewer: (Standing & { firstName: string; lastName: string; username: string }) | null
  current: PlatformSection
}): Chrome {
  const { viewer, current, frontDoorOrigin } = of
  const elsewhere = [
    { label: 'Find my platform', href: onOrigin(frontDoorOrigin, FRONT_DOOR.home) },
    { label: 'Need Assistance', href: onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers) },
  ]
  return {
    brand: of.brand,
    siteLabel: of.platformLabel,
    home: viewer ? PLATFORM.home : PLATFORM.signIn,
    sections: viewer
      ? [
          { label: 'Home', href: PLATFORM.home, current: current === 'home' },
          { label: 'Users', href: PLATFORM.users, current: current === 'users' },
          ...(mayDo('appoint_unit_point_of_contact', viewer)
            ? [{ label: 'Subscription', href: PLATFORM.subscription, current: current === 'subscription' }]
            : []),
          ...(mayDo('read_audit', viewer) ? [{ label: 'Audit', href: PLATFORM.audit, current: current === 'audit' }] : []),
        ]
      : [],
    viewer: viewer && { name: `${viewer.firstName} ${viewer.lastName}`, username: viewer.username },
    help: viewer
      ? [
          { label: 'Change Password', href: PLATFORM.helpChangePassword },
          { label: 'Account Info', href: PLATFORM.helpAccount },
          { label: 'Contact Support', href: onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers) },
        ]
      : [],
    corner: { label: 'Not your platform?', href: onOrigin(frontDoorOrigin, FRONT_DOOR.home) },
    // One link of a name a page: the sign-in page has these beside its form.
    footer: [
      ...(current === 'sign-in' ? [] : elsewhere),
      { label: 'Mail and links', href: onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail) },
    ],
  }
}
