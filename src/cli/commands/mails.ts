import type { App } from '../../app.ts'
import { listParkedMails, retryParkedMail, type ParkedMail } from '../../features/letters/parked-mails.ts'
import { defineCommand, type Terminal } from '../command.ts'
import { withGatehouse, CHOICE_OPTIONS } from '../with-gatehouse.ts'

export const mailsCommand = defineCommand({
  summary: 'Lists the mails that could not be delivered for good, or sends one of them again through the running server.',
  options: {
    ...CHOICE_OPTIONS,
    retry: { type: 'string', value: '<id>', about: 'the mail to send again' },
  },
  run: async ({ retry, ...choice }, terminal) =>
    withGatehouse(choice, async (apps) => (retry === null ? list(apps, terminal) : sendAgain(apps, retry, terminal))),
})

async function list(apps: readonly App[], terminal: Terminal): Promise<number> {
  for (const app of apps) {
    const parked = await listParkedMails(app)
    terminal.print(`${app.config.platform.id}: ${parked.length === 0 ? 'no mail is parked' : `${parked.length} parked`}`)
    for (const mail of parked) terminal.print(describe(mail))
  }
  return 0
}

function describe({ id, kind, recipient, attempts, lastError, createdAt }: ParkedMail): string {
  return `  ${id}  ${createdAt.toISOString()}  ${kind} to ${recipient}, ${attempts} attempts: ${lastError ?? 'no reason given'}`
}

async function sendAgain(apps: readonly App[], mailId: string, terminal: Terminal): Promise<number> {
  const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(mailId)
  for (const app of isId ? apps : []) {
    if (await retryParkedMail(app, mailId)) {
      terminal.print(`${app.config.platform.id}: ${mailId} is queued again; the running server sends it`)
      return 0
    }
  }
  terminal.complain(`gatehouse: no mail ${mailId} is parked`)
  return 1
}
