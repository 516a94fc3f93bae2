import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import MailComposer from 'nodemailer/lib/mail-composer'
import { newId } from '../secrets.ts'
import { MailFailure } from './mail-failure.ts'
import type { Transport } from './transport.ts'

/** What a mail in the outbox is called: `<UTC time>-<count>-<random>.eml`; oldest first by name. No path separator fits. */
export const outboxFileName = /^\d{8}T\d{9}Z-\d{6,}-[0-9a-f-]+\.eml$/u

/** Mails this process has written: orders those of one millisecond. */
let written = 0

/**
 * A folder in place of a mail server: one `.eml` file (mode 0600) per mail. A file is written and synced aside, in `.tmp`,
 * and then renamed, so that readers and crashes meet whole mails or none (I-38).
 */
export function openOutbox(options: { readonly folder: string }): Transport {
  return {
    eightBit: true,
    deliver: async (mail, message) => {
      const content = await new MailComposer(mail).compile().build()
      await writeWhole({ folder: options.folder, name: fileName(message.date), content })
    },
    close: async () => {},
  }
}

function fileName(date: Date): string {
  written += 1
  const time = date.toISOString().replaceAll(/[-:.]/gu, '')
  return `${time}-${String(written).padStart(6, '0')}-${newId()}.eml`
}

async function writeWhole({ folder, name, content }: { folder: string; name: string; content: Uint8Array }): Promise<void> {
  try {
    const aside = join(folder, '.tmp')
    await mkdir(aside, { recursive: true, mode: 0o700 })
    const draft = join(aside, name)
    await writeSynced(draft, content)
    await rename(draft, join(folder, name))
    await syncFolder(folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new MailFailure(`The outbox cannot be written: ${code}`, { permanent: false })
  }
}

async function writeSynced(path: string, content: Uint8Array): Promise<void> {
  await using file = await open(path, 'w', 0o600)
  await file.writeFile(content)
  await file.sync()
}

/** Makes the new name itself survive a crash of the machine; Windows neither can nor needs to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using entries = await open(folder, 'r')
  await entries.sync()
}
