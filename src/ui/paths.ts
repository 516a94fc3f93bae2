import type { Product } from '../domain/platform-directory.ts'
import { SUBSCRIPTION_PATHS } from '../domain/status-address.ts'
import { staffPathsOf } from './staff-paths.ts'

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
  /** Where the front door posts to a platform. */
  internalForgotUsername: '/internal/forgot-username',
  /** Of a platform that is closed for maintenance: where an operator shows a pass, which stands in the fragment. */
  maintenancePass: '/maintenance-pass',
} as const

/** Of everything that programs call. */
export const API_ROOT = '/api/v1'

export const PLATFORM = {
  home: '/',
  signIn: '/sign-in',
  /** With the username typed already. */
  signInAs: (username: string) => `/sign-in?username=${segment(username)}`,
  signOut: '/sign-out',
  /** How long a session has left; to ask is no use of it. */
  sessionLeft: '/session/left',
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
  /** All that a temporary or an expired password opens. */
  chooseOwnPassword: '/choose-password',
  helpChangePassword: '/help/change-password',
  helpAccount: '/help/account',
  users: '/users',
  newUser: '/users/new',
  user: (id: string) => `/users/${segment(id)}`,
  /** Where the form of one act on a user posts to: `/users/42/send-reset`. */
  userAct: (id: string, act: UserAct) => `/users/${segment(id)}/${act}`,
  activationRequests: '/users/requests',
  activationRequest: (id: string) => `/users/requests/${segment(id)}`,
  decideActivationRequest: (id: string, decision: 'approve' | 'deny') => `/users/requests/${segment(id)}/${decision}`,
  /** With a role chosen already. */
  newManager: '/users/new?role=manager',
  usersOfUnit: (id: string) => `/users?unit=${segment(id)}`,
  editUser: (id: string) => `/users/${segment(id)}/edit`,
  userEmail: (id: string) => `/users/${segment(id)}/email`,
  subscription: '/subscription',
  pointOfContact: '/subscription/point-of-contact',
  newUnit: '/subscription/units/new',
  unit: (id: string) => `/subscription/units/${segment(id)}`,
  removeUnit: (id: string) => `/subscription/units/${segment(id)}/remove`,
  security: '/subscription/security',
  keepSettings: '/subscription/security/keep',
  giveSettingsUp: '/subscription/security/go-back',
  /** For whom settings on trial keep out: the trial ends at this second of the epoch. */
  settingsTrial: (until: number) => `/subscription/security/trial?until=${until}`,
  bulkActs: '/users/bulk',
  bulkAct: (id: string) => `/users/bulk/${segment(id)}`,
  moveBulkAct: (id: string) => `/users/bulk/${segment(id)}/unit`,
  startBulkAct: (id: string) => `/users/bulk/${segment(id)}/start`,
  cancelBulkAct: (id: string) => `/users/bulk/${segment(id)}/cancel`,
  undoBulkAct: (id: string) => `/users/bulk/${segment(id)}/undo`,
  importUsers: '/users/import',
  importTemplate: '/users/import/template.csv',
  userImport: (id: string) => `/users/import/${segment(id)}`,
  userImportRows: (id: string) => `/users/import/${segment(id)}/rows.csv`,
  startImport: (id: string) => `/users/import/${segment(id)}/start`,
  cancelImport: (id: string) => `/users/import/${segment(id)}/cancel`,
  exportUsersCsv: '/users/export.csv',
  exportUsersJson: '/users/export.json',
  audit: '/audit',
  exportAuditCsv: '/audit/export.csv',
  exportAuditJsonl: '/audit/export.jsonl',
  account: '/account',
  accountEmail: '/account/email',
  stopEmailChange: '/account/stop-email-change',
  stopEmailChangeNewLink: '/account/stop-email-change/new-link',
  cancelUserEmail: (id: string) => `/users/${segment(id)}/email/cancel`,
  confirmEmail: '/account/confirm-email',
  confirmEmailNewLink: '/account/confirm-email/new-link',
  endSession: (id: string) => `/account/sessions/${segment(id)}/end`,
  endOtherSessions: '/account/sessions/end-others',
  apiRoot: API_ROOT,
  apiSession: '/api/v1/session',
  apiTokens: '/account/tokens',
  revokeApiToken: (id: string) => `/account/tokens/${segment(id)}/revoke`,
  /** The readable page of the JSON API. */
  apiDocs: '/api',
  apiDocument: '/api/v1/openapi.json',
} as const

/** The paths of one product's site, whichever it is. */
export type ProductPaths = {
  readonly [Name in keyof typeof PLATFORM]: (typeof PLATFORM)[Name] extends string ? string : (typeof PLATFORM)[Name]
}

/** Those of the PCI platform: where a page is shared it has one address, what differs stands here. */
export const PCI = {
  ...PLATFORM,
  revealHere: '/activate',
  /** "Choose a password now", which skips the copying. */
  choosePasswordNow: '/activate/choose',
  /** The subscription, its primary contact, who can help; and where Users are. */
  helpAccount: '/account',
  users: '/account/users',
  newUser: '/account/users/new',
  newManager: '/account/users/new?role=manager',
  user: (id: string) => `/account/users/${segment(id)}/edit`,
  editUser: (id: string) => `/account/users/${segment(id)}/edit`,
  userAct: (id: string, act: UserAct) => `/account/users/${segment(id)}/${act}`,
  userEmail: (id: string) => `/account/users/${segment(id)}/email`,
  cancelUserEmail: (id: string) => `/account/users/${segment(id)}/email/cancel`,
  activationRequests: '/account/users/requests',
  activationRequest: (id: string) => `/account/users/requests/${segment(id)}`,
  decideActivationRequest: (id: string, decision: 'approve' | 'deny') => `/account/users/requests/${segment(id)}/${decision}`,
  pointOfContact: '/account/primary-contact',
  subscription: '/account',
  /** Of one's own row. */
  userPassword: (id: string) => `/account/users/${segment(id)}/edit/password`,
  userLogin: (id: string) => `/account/users/${segment(id)}/edit/login`,
  confirmUserLogin: (id: string) => `/account/users/${segment(id)}/edit/login/confirm`,
  cancelUserLogin: (id: string) => `/account/users/${segment(id)}/edit/login/cancel`,
  /** Leads to that of whoever is signed in. */
  helpChangePassword: '/account/change-password',
  undoLoginChange: '/account/undo-login-change',
  undoLoginChangeNewLink: '/account/undo-login-change/new-link',
  account: '/profile',
  accountEmail: '/profile/email',
  endSession: (id: string) => `/profile/sessions/${segment(id)}/end`,
  endOtherSessions: '/profile/sessions/end-others',
} as const

const PLATFORM_BELOW_STAFF: ProductPaths = staffPathsOf(PLATFORM)

/** Of operators, at the front door: `/staff/sign-in`, `/staff/people`. */
export const STAFF = {
  ...PLATFORM_BELOW_STAFF,
  /** Where it says who can help. */
  helpAccount: PLATFORM_BELOW_STAFF.users,
  subscribers: '/staff/subscribers',
  removeSubscriber: (id: string) => `/staff/subscribers/${segment(id)}/remove`,
  /** One page shows somebody and changes them. */
  editUser: PLATFORM_BELOW_STAFF.user,
} as const

export const PATHS: Readonly<Record<Product, ProductPaths>> = { platform: PLATFORM, pci: PCI, staff: STAFF }

/** Where operators look after the telephone numbers of support. */
export const CONTACTS = {
  list: '/staff/contacts',
  add: '/staff/contacts/new',
  one: (id: string) => `/staff/contacts/${segment(id)}`,
  verify: (id: string) => `/staff/contacts/${segment(id)}/verify`,
  remove: (id: string) => `/staff/contacts/${segment(id)}/remove`,
  restore: (id: string) => `/staff/contacts/${segment(id)}/restore`,
} as const

/** What can be done to a user from the Users section. */
export type UserAct = 'activate' | 'deactivate' | 'send-reset' | 'resend-welcome' | 'cancel' | 'end-sessions'

export const FRONT_DOOR = {
  home: '/',
  support: '/support',
  supportNumbers: '/support/numbers',
  supportMail: '/support/mail',
  forgotUsername: '/forgot-username',
  forgotUsernameSent: '/forgot-username/sent',
  status: '/status',
  /** Of a maintenance, too. */
  incident: (id: string) => `/status/incidents/${segment(id)}`,
  statusHistory: '/status/history',
  /** `month`: `2026-11`. `page`: from 1, where there is more than one page holds. */
  statusMonth: (month: string, page = 1) => `/status/history/${segment(month)}${page === 1 ? '' : `/${page}`}`,
  statusMaintenance: '/status/maintenance',
  statusMaintenanceOf: (platformId: string) => `/status/maintenance/${segment(platformId)}`,
  subscribe: SUBSCRIPTION_PATHS.form,
  subscribeSent: `${SUBSCRIPTION_PATHS.form}/sent`,
  confirmSubscription: SUBSCRIPTION_PATHS.confirm,
  manageSubscription: SUBSCRIPTION_PATHS.manage,
  /** The same once the key is in a cookie: a link with another key never lands here. */
  ownSubscription: `${SUBSCRIPTION_PATHS.form}/own`,
  changeSubscription: `${SUBSCRIPTION_PATHS.form}/own/change`,
  endSubscription: `${SUBSCRIPTION_PATHS.form}/own/end`,
  verifyWebhook: `${SUBSCRIPTION_PATHS.form}/own/verify`,
  unsubscribe: SUBSCRIPTION_PATHS.unsubscribe,
  /** Its key stands in the query, where no log has it: mail programs post there by themselves (RFC 8058). */
  unsubscribeBy: (key: string) => `${SUBSCRIPTION_PATHS.unsubscribe}?key=${segment(key)}`,
  unsubscribed: `${SUBSCRIPTION_PATHS.form}/unsubscribed`,
  webhooks: `${SUBSCRIPTION_PATHS.form}/webhooks`,
  /** The public directory of platforms, what it is signed with, and the key. */
  directory: '/.well-known/gatehouse-platforms.json',
  directorySignature: '/.well-known/gatehouse-platforms.jws',
  keys: '/.well-known/gatehouse-keys.json',
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
