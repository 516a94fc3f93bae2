import { addFirstOperator } from '../../features/staff/add-first-operator.ts'
import { defineCommand } from '../command.ts'
import { CORE_OPTIONS, withCore } from '../with-core.ts'

export const firstOperatorCommand = defineCommand({
  summary:
    'Adds an operator of the front door and prints the one-time link to hand over: the first one, or one more where all are locked out. The server may run.',
  options: {
    ...CORE_OPTIONS,
    'first-name': { type: 'string', value: '<name>', about: "the operator's first name", required: true },
    'last-name': { type: 'string', value: '<name>', about: "the operator's last name", required: true },
    email: { type: 'string', value: '<address>', about: "the operator's e-mail address", required: true },
    username: { type: 'string', value: '<name>', about: 'how the operator signs in, with an @', required: true },
  },
  run: async (values, terminal) =>
    withCore(values, async (core) => {
      const { 'first-name': firstName, 'last-name': lastName, email, username } = values
      const added = await addFirstOperator(core, { firstName, lastName, email, username })
      terminal.print(
        [
          `Username: ${added.username}`,
          `Set-up link, good once and until ${added.expiresAt.toISOString()}:`,
          added.url,
          `Activation key: ${added.key}`,
          'Hand it to the operator in person or by a channel you trust; it is shown this once and stored nowhere.',
        ].join('\n'),
      )
      return 0
    }),
})
