import { createTransport } from 'nodemailer'
import type { MailTransport } from '../config/config.ts'
import { MailFailure } from './mail-failure.ts'
import type { Transport } from './transport.ts'

type SmtpConfig = Extract<MailTransport, { kind: 'smtp' }>

/** Pooled SMTP. Each step takes at most `stepMs`, a whole mail, waiting for a connection included, three times that. */
export function openSmtp(config: SmtpConfig, limits: { readonly stepMs: number }): Transport {
  const { stepMs } = limits
  const pool = createTransport({
    pool: true,
    host: config.host,
    port: config.port,
    ...tlsOptions(config),
    ...(config.credentials && { auth: { user: config.credentials.username, pass: config.credentials.password } }),
    dnsTimeout: stepMs,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
  })
  return {
    eightBit: false,
    deliver: async (mail) => {
      try {
        await pool.sendMail({ ...mail, signal: AbortSignal.timeout(3 * stepMs) })
      } catch (error) {
        throw smtpFailure(error)
      }
    },
    close: async () => pool.close(),
  }
}

/**
 * `opportunistic` encrypts where it can and checks no certificate (RFC 7435): whoever could forge one could as well hide
 * STARTTLS, and clear text would be worse. `implicit` and `required` check it.
 */
function tlsOptions(config: SmtpConfig) {
  const verified = { tls: config.ca === null ? {} : { ca: config.ca } }
  switch (config.tls) {
    case 'implicit':
      return { secure: true, ...verified }
    case 'required':
      return { secure: false, requireTLS: true, ...verified }
    case 'opportunistic':
      return { secure: false, opportunisticTLS: true, tls: { rejectUnauthorized: false } }
    case 'none':
      return { secure: false, ignoreTLS: true }
  }
}

type SmtpError = Error & {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  readonly response?: string
}

/**
 * 5xx to the recipient or to the mail itself is final. 5xx to the sign-in or the sender is our own misconfiguration: it can be
 * mended, so the mail waits for that.
 */
function smtpFailure(error: unknown): MailFailure {
  const { code, command, responseCode, response, message }: SmtpError = error instanceof Error ? error : new Error('Unknown')
  if (responseCode === undefined) return new MailFailure(`${code ?? 'SMTP'}: ${message.slice(0, 200)}`, { permanent: false })
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA'
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/u.exec(response ?? '')?.[1]
  return new MailFailure([`${command ?? 'SMTP'} answered`, responseCode, enhanced].filter(Boolean).join(' '), {
    permanent: aboutThisMail && responseCode >= 500,
  })
}
