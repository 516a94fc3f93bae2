/**
 * Every path of the sites, in one place: pages route by them, views link by them. Paths with a part that varies are
 * functions; the part is escaped. What leads elsewhere goes through `outsideUrl`.
 */
const segment = (part: string): string => encodeURIComponent(part)

/** Served by every site. */
export const SITE = {
  changePasswordWellKnown: '/.well-known/change-password',
  assets: '/assets',
  captcha: '/captcha',
  /** Where the captcha widget fetches a challenge bound to one act. */
  captchaFor: (action: string) => `/captcha?action=${segment(action)}`,
  live: '/health/live',
  ready: '/health/ready',
} as const

export const PLATFORM = {
  home: '/',
  signIn: '/sign-in',
  /** With the username typed already. */
  signInAs: (username: string) => `/sign-in?username=${segment(username)}`,
  signOut: '/sign-out',
  forgotPassword: '/forgot-password',
  forgotPasswordSent: '/forgot-password/sent',
  activate: '/activate',
  activateNewLink: '/activate/new-link',
  unfreeze: '/unfreeze',
  unfreezeNewLink: '/unfreeze/new-link',
  requestActivation: '/request-activation',
  requestActivationNewLink: '/request-activation/new-link',
  requestActivationSent: '/request-activation/sent',
  passwordChanged: '/password-changed',
  helpChangePassword: '/help/change-password',
  helpAccount: '/help/account',
  users: '/users',
  newUser: '/users/new',
  user: (id: string) => `/users/${segment(id)}`,
  /** Where the form of one act on a user posts to: `/users/42/send-reset`. */
  userAct: (id: string, act: UserAct) => `/users/${segment(id)}/${act}`,
  activationRequest: (id: string) => `/users/requests/${segment(id)}`,
  decideActivationRequest: (id: string, decision: 'approve' | 'deny') => `/users/requests/${segment(id)}/${decision}`,
  account: '/account',
  accountEmail: '/account/email',
  confirmEmail: '/account/confirm-email',
  confirmEmailNewLink: '/account/confirm-email/new-link',
  endSession: (id: string) => `/account/sessions/${segment(id)}/end`,
  endOtherSessions: '/account/sessions/end-others',
  apiSession: '/api/v1/session',
} as const

/** What can be done to a user from the Users section. */
export type UserAct = 'activate' | 'deactivate' | 'send-reset' | 'resend-welcome' | 'cancel' | 'end-sessions'

export const FRONT_DOOR = {
  home: '/',
  support: '/support',
  supportNumbers: '/support/numbers',
  supportMail: '/support/mail',
  outbox: '/outbox',
  outboxMail: (id: string) => `/outbox/${segment(id)}`,
  outboxMailAsDesigned: (id: string) => `/outbox/${segment(id)}/html`,
} as const

/**
 * A link that leaves the site: returns `url` where it is absolute and of a harmless scheme (http, https, mailto, tel).
 * Throws on anything else, `javascript:` above all, which the renderer would let through.
 */
export function outsideUrl(url: string): string {
  const { protocol } = new URL(url)
  if (!['https:', 'http:', 'mailto:', 'tel:'].includes(protocol)) throw new TypeError(`Not a link: ${url}`)
  return url
}

/** A path on another of our origins: `onOrigin('https://door.example', FRONT_DOOR.supportNumbers)`. */
export function onOrigin(origin: string, path: string): string {
  return outsideUrl(new URL(path, origin).href)
}
