import type { Brand, MailConfig, MailTransport } from '../config/config.ts'
import { composeMail, parseSender } from './compose.ts'
import type { MailMessage } from './compose.ts'
import { MailFailure } from './mail-failure.ts'
import type { Transport } from './transport.ts'

export type Delivery = { readonly outcome: 'sent' }

export type Mailer = {
  /**
   * Resolves once the server has taken the mail, or the outbox has it on disk; within 30 s in any case. Sending the same
   * `messageId` again is allowed: the mail may arrive twice, under one Message-ID.
   * @throws MailFailure, `permanent` if the server refuses this recipient or this mail for good (SMTP 5xx).
   */
  readonly send: (message: MailMessage) => Promise<Delivery>
  /** Mails on their way are finished; those still waiting for a connection fail as temporary. */
  readonly close: () => Promise<void>
}

/** Milliseconds one step (connecting, greeting, each answer) may take; three times that for the whole of a mail. */
const stepMs = 10_000

/** The mailer of one process: pooled SMTP or the file outbox. @throws TypeError if the configured sender is not one address. */
export function createMailer(config: MailConfig, brand: Brand, limits: { readonly stepMs?: number } = {}): Mailer {
  const sender = parseSender(config.from)
  const style = { brandName: brand.name, accent: brand.accent }
  let opening: Promise<Transport> | null = null
  const open = () => (opening ??= openTransport(config.transport, { stepMs, ...limits }))
  let isClosed = false
  return {
    send: async (message) => {
      if (isClosed) throw new MailFailure('The mailer is closed', { permanent: false })
      const transport = await open()
      const mail = composeMail(message, { sender, style, eightBit: transport.eightBit })
      await transport.deliver(mail, message)
      return { outcome: 'sent' }
    },
    close: async () => {
      isClosed = true
      await (await opening)?.close()
    },
  }
}

/** Loaded for the first mail: a start need not wait for it. */
async function openTransport(transport: MailTransport, limits: { readonly stepMs: number }): Promise<Transport> {
  if (transport.kind === 'smtp') return (await import('./smtp.ts')).openSmtp(transport, limits)
  return (await import('./outbox.ts')).openOutbox(transport)
}
