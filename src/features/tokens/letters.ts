import { isTokenScope, TOKEN_SCOPES } from '../../domain/api-token.ts'
import type { Letter } from '../../mail/letter.ts'
import { onOrigin, PATHS } from '../../ui/paths.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, greeting, note, peopleWhoCanHelp, text } from '../letters/parts.ts'

/** To its owner: what was created, from where, and what to do if it was not them. Never the token itself (I-28). */
export function tokenCreatedLetter(context: LetterContext): Letter {
  const { account, platformLabel, params, origin, product } = context
  const scopes = (params['scopes'] ?? '').split(' ').filter(isTokenScope)
  return {
    subject: `An API token of ${account.username} on ${platformLabel} was created`,
    heading: 'You have a new API token',
    blocks: [
      greeting(context),
      text('With this token a program can act in your name, within what you may do yourself:'),
      {
        kind: 'facts',
        facts: [
          ['Token', params['name'] ?? ''],
          ['Lives for', `${params['days'] ?? ''} days`],
          ['Created from', params['address'] ?? ''],
        ],
      },
      { kind: 'list', items: scopes.map((scope) => TOKEN_SCOPES[scope]) },
      ...accountFacts(context),
      { kind: 'link', label: 'Your API tokens', url: onOrigin(origin, PATHS[product].apiTokens) },
      ...peopleWhoCanHelp(context),
      note('If this was not you, revoke it there now, change your password, and tell the people above.'),
    ],
  }
}

export function tokenRevokedLetter(context: LetterContext): Letter {
  const { account, platformLabel, params, origin, product } = context
  const by = params['by'] ?? ''
  return {
    subject: `An API token of ${account.username} on ${platformLabel} was revoked`,
    heading: 'An API token was revoked',
    blocks: [
      greeting(context),
      text(
        `The token “${params['name'] ?? ''}” was revoked${by === '' ? '' : ` by ${by}`}. Programs that use it are refused from now on.`,
      ),
      ...accountFacts(context),
      { kind: 'link', label: 'Your API tokens', url: onOrigin(origin, PATHS[product].apiTokens) },
      ...peopleWhoCanHelp(context),
      note('If a program of yours still needs one, create a new token. If this was not you, tell the people above.'),
    ],
  }
}
