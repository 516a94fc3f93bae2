import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ConfigProblem } from './config-error.ts'
import { readSecret, type Environment } from './environment.ts'
import type { FileSight } from './file-schema.ts'

/** What sending by SMTP needs beside the file's own words; null where it is not asked for. */
export type SmtpSecrets = { readonly password: string | null; readonly ca: string | null }

/** Reads `GATEHOUSE_SMTP_PASSWORD` and the certificate of a private authority that `mail.ca_file` names. */
export function readSmtpSecrets({
  environment,
  mail,
  folder,
  problems,
}: {
  environment: Environment
  mail: FileSight['mail']
  folder: string
  problems: ConfigProblem[]
}): SmtpSecrets {
  const before = problems.length
  const password = readSecret(environment, 'GATEHOUSE_SMTP_PASSWORD', problems)
  const unread = problems.length > before
  if (mail.username !== null && password === null && !unread) {
    problems.push({ path: 'GATEHOUSE_SMTP_PASSWORD', problem: 'is missing: mail.username asks for its password' })
  }
  if (mail.username === null && password !== null) {
    problems.push({ path: 'GATEHOUSE_SMTP_PASSWORD', problem: 'is set but mail.username is not: give both or neither' })
  }
  return { password, ca: mail.ca_file === null ? null : readAuthority({ file: resolve(folder, mail.ca_file), problems }) }
}

function readAuthority({ file, problems }: { file: string; problems: ConfigProblem[] }): string | null {
  try {
    const pem = readFileSync(file, 'utf8')
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem
    problems.push({ path: 'mail.ca_file', problem: 'holds no certificate in PEM form' })
  } catch {
    problems.push({ path: 'mail.ca_file', problem: 'cannot be read: check its path and who may read it' })
  }
  return null
}
