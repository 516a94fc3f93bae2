import type { MemberEdit, MemberVerb, SubscriptionRight } from '../../src/domain/permissions.ts'

/**
 * What each route of a platform asks of whoever calls it. `right`: of the table of rights in a subscription, with a body
 * that would do the deed. `verb`: on the user in the path, with a body that would do it. `own_row`: nobody does it for another. The matrix test fails for a route
 * that is not here, so that no new one is forgotten (I-27).
 */
export type RouteNeed =
  | 'nobody'
  | 'signed_in'
  | 'own_row'
  | { readonly right: SubscriptionRight; readonly body?: Readonly<Record<string, string>> }
  | {
      readonly verb: MemberVerb | MemberEdit
      readonly body?: Readonly<Record<string, string>>
      /** What whoever may is answered where there is nothing to do: 303 is that it was done. */
      readonly allowed?: number
    }

const NEW_USER = { firstName: 'Ana', lastName: 'Lee', email: 'ana.lee@mail.test', role: 'reader' }

const SETTINGS = {
  freezeThreshold: '7',
  selfUnfreeze: 'yes',
  idleMinutes: '60',
  absoluteHours: '12',
  allowedNetworks: '',
  idleDeactivationDays: '',
  version: '1',
}

export const ROUTE_NEEDS: Readonly<Record<string, RouteNeed>> = {
  'GET /assets/:file': 'nobody',
  'GET /.well-known/change-password': 'nobody',
  'GET /captcha': 'nobody',
  // Its signature says who asks.
  'POST /internal/forgot-username': 'nobody',
  'GET /sign-in': 'nobody',
  'POST /sign-in': 'nobody',
  'POST /sign-out': 'nobody',
  // Tells of nothing but the session of whoever asks.
  'GET /session/left': 'nobody',
  'GET /forgot-password': 'nobody',
  'POST /forgot-password': 'nobody',
  'GET /forgot-password/sent': 'nobody',
  'GET /activate': 'nobody',
  'POST /activate': 'nobody',
  'GET /activate/new-link': 'nobody',
  'POST /activate/new-link': 'nobody',
  // Open to a restricted session alone, which no signed-in user has.
  'GET /choose-password': 'nobody',
  'POST /choose-password': 'nobody',
  'GET /unfreeze': 'nobody',
  'POST /unfreeze': 'nobody',
  'GET /unfreeze/new-link': 'nobody',
  'POST /unfreeze/new-link': 'nobody',
  'GET /request-activation': 'nobody',
  'POST /request-activation': 'nobody',
  'GET /request-activation/new-link': 'nobody',
  'POST /request-activation/new-link': 'nobody',
  'GET /request-activation/sent': 'nobody',
  'GET /password-changed': 'nobody',
  'GET /account/confirm-email': 'nobody',
  'POST /account/confirm-email': 'nobody',
  'GET /account/confirm-email/new-link': 'nobody',
  'GET /account/stop-email-change': 'nobody',
  'POST /account/stop-email-change': 'nobody',
  'GET /account/stop-email-change/new-link': 'nobody',
  'POST /account/stop-email-change/new-link': 'nobody',
  'POST /account/confirm-email/new-link': 'nobody',

  // The API's own page tells how, and opens nothing.
  'GET /api': 'nobody',
  'GET /account/tokens': { right: 'create_tokens' },
  'POST /account/tokens': {
    right: 'create_tokens',
    body: { name: 'A token', days: '90', 'users:read': 'yes', currentPassword: 'x' },
  },
  'POST /account/tokens/:id/revoke': 'signed_in',
  'GET /': 'signed_in',
  'GET /account': 'signed_in',
  // Leads on to the profile, which asks.
  'GET /account/email': 'nobody',
  'POST /account/email': 'signed_in',
  'POST /account/sessions/end-others': 'signed_in',
  'POST /account/sessions/:id/end': 'signed_in',
  'GET /help/change-password': 'signed_in',
  'POST /help/change-password': 'signed_in',
  'GET /help/account': 'signed_in',
  'GET /users': 'signed_in',
  'GET /users/:id': 'signed_in',

  'GET /audit': { right: 'read_audit' },
  'GET /audit/export.csv': { right: 'read_audit' },
  'GET /audit/export.jsonl': { right: 'read_audit' },

  'GET /users/new': { right: 'add_users' },
  'POST /users/new': { right: 'add_users', body: NEW_USER },
  'POST /users/bulk': { right: 'add_users', body: { act: 'activate', all: 'yes', list: '?' } },
  'GET /users/bulk/:id': { right: 'add_users' },
  'POST /users/bulk/:id/unit': { right: 'add_users' },
  'POST /users/bulk/:id/start': { right: 'add_users' },
  'POST /users/bulk/:id/cancel': { right: 'add_users' },
  'POST /users/bulk/:id/undo': { right: 'add_users' },
  'GET /users/requests': { right: 'decide_requests' },
  'GET /users/requests/:id': { right: 'decide_requests' },
  'GET /users/requests/:id/approve': { right: 'decide_requests' },
  'POST /users/requests/:id/approve': { right: 'decide_requests' },
  'GET /users/requests/:id/deny': { right: 'decide_requests' },
  'POST /users/requests/:id/deny': { right: 'decide_requests' },

  'GET /users/import': { right: 'import_users' },
  'POST /users/import': { right: 'import_users' },
  'GET /users/import/template.csv': { right: 'import_users' },
  'GET /users/import/:id': { right: 'import_users' },
  'GET /users/import/:id/rows.csv': { right: 'import_users' },
  'POST /users/import/:id/start': { right: 'import_users' },
  'POST /users/import/:id/cancel': { right: 'import_users' },
  'GET /users/export.csv': { right: 'export_users' },
  'GET /users/export.json': { right: 'export_users' },

  'POST /users/:id/activate': { verb: 'activate' },
  'POST /users/:id/deactivate': { verb: 'deactivate' },
  'POST /users/:id/send-reset': { verb: 'send_reset' },
  'POST /users/:id/resend-welcome': { verb: 'resend_welcome' },
  'POST /users/:id/cancel': { verb: 'cancel' },
  'POST /users/:id/end-sessions': { verb: 'end_sessions' },
  'GET /users/:id/edit': { verb: 'edit' },
  'GET /users/:id/email': { verb: 'change_email' },
  'POST /users/:id/email': { verb: 'change_email', body: { email: 'another@mail.test' } },
  'POST /users/:id/email/cancel': { verb: 'change_email', allowed: 404 },
  'POST /users/:id/edit': { verb: 'edit', body: { firstName: 'Renamed' } },

  'GET /subscription': { right: 'appoint_unit_point_of_contact' },
  'POST /subscription/point-of-contact': { right: 'appoint_point_of_contact' },
  'GET /subscription/units/new': { right: 'manage_units' },
  'POST /subscription/units/new': { right: 'manage_units', body: { name: 'A new unit' } },
  'GET /subscription/units/:id': { right: 'appoint_unit_point_of_contact' },
  'POST /subscription/units/:id': { right: 'manage_units', body: { name: 'Renamed' } },
  'POST /subscription/units/:id/point-of-contact': { right: 'appoint_unit_point_of_contact' },
  'POST /subscription/units/:id/remove': { right: 'manage_units' },
  'GET /subscription/security': { right: 'change_settings' },
  'POST /subscription/security': { right: 'change_settings', body: SETTINGS },
  'POST /subscription/security/keep': { right: 'change_settings', body: { version: '1' } },
  'POST /subscription/security/go-back': { right: 'change_settings', body: { version: '1' } },
  // For whom a trial keeps out: it says what its own address says.
  'GET /subscription/security/trial': 'nobody',
}
