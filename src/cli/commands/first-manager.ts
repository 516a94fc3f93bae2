import { addFirstManager } from '../../features/subscriptions/add-first-manager.ts'
import { defineCommand } from '../command.ts'
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
  },
  run: async (values, terminal) =>
    withGatehouse(values, async (apps) => {
      const { company: name, acronym, 'first-name': firstName, 'last-name': lastName, email } = values
      for (const app of apps) {
        const { username, url, key, expiresAt } = await addFirstManager(
          app,
          { name, acronym, tam: null },
          { firstName, lastName, email },
        )
        terminal.print(
          [
            `Username: ${username}`,
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
