import { PRODUCTS, type ProductRules } from '../../domain/product.ts'
import { addFirstManager } from '../../features/subscriptions/add-first-manager.ts'
import { defineCommand } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { CHOICE_OPTIONS, withGatehouse } from '../with-gatehouse.ts'

export const firstManagerCommand = defineCommand({
  summary: 'Opens a subscription with its first Manager, and prints the one-time link to hand over. The server may run.',
  options: {
    ...CHOICE_OPTIONS,
    platform: { ...CHOICE_OPTIONS.platform, required: true },
    company: { type: 'string', value: '<name>', about: 'the company, such as "Acme Bank"', required: true },
    acronym: { type: 'string', value: '<acme>', about: 'how its usernames start: 3 to 5 letters or digits', required: true },
    'first-name': { type: 'string', value: '<name>', about: "the Manager's first name", required: true },
    'last-name': { type: 'string', value: '<name>', about: "the Manager's last name", required: true },
    email: { type: 'string', value: '<address>', about: "the Manager's e-mail address", required: true },
    username: { type: 'string', value: '<login>', about: 'how the Manager signs in, with an @; on PCI platforms only' },
  },
  run: async (values, terminal) =>
    withGatehouse(values, async (apps) => {
      const { company: name, acronym, 'first-name': firstName, 'last-name': lastName, email } = values
      for (const app of apps) {
        const { id, product } = app.config.platform
        const rules = PRODUCTS[product]
        const chosen = checkUsernameOption(rules, id, values.username)
        const manager = { firstName, lastName, email, ...chosen }
        const { username, url, key, expiresAt } = await addFirstManager(app, { name, acronym, tam: null }, manager)
        terminal.print(
          [
            `${rules.words.usernameLabel}: ${username}`,
            `Set-up link, good once and until ${expiresAt.toISOString()}:`,
            url,
            `Activation key: ${key}`,
            'Hand it to the Manager in person or by a channel you trust; it is shown this once and stored nowhere.',
          ].join('\n'),
        )
      }
      return 0
    }),
})

/** Somebody chooses the username, or it is generated: by product. Throws UsageError where it is missing, or given needlessly. */
export function checkUsernameOption(
  { usernames, words }: ProductRules,
  platformId: string,
  username: string | null,
): { username?: string } {
  if (usernames === 'generated') {
    if (username === null) return {}
    throw new UsageError(`--username can’t be chosen on ${platformId}, which makes its own: leave it out`)
  }
  if (username !== null) return { username }
  throw new UsageError(`--username must be given: on ${platformId} every ${words.username} is chosen, and contains an @`)
}
