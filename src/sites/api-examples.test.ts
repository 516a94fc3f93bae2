import { execFile, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { newApiToken } from '../../test/support/api-caller.ts'
import { freePort } from '../../test/support/gatehouse-process.ts'
import { newCompany } from '../../test/support/people.ts'
import { useWorld } from '../../test/support/world.ts'
import { startServer } from '../http/server.ts'

const world = await useWorld()
const hasCurl = spawnSync('curl', ['--version']).status === 0
const MARK = '== next =='

/** The blocks of shell in the document, as a reader copies them, but for where the platform is and what the token is. */
async function examples(): Promise<readonly string[]> {
  const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'api.md'), 'utf8')
  return [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block).filter((block) => !block.startsWith('export'))
}

it.skipIf(!hasCurl)('the calls in docs/api.md do what they say, copied into a shell one after another (A07)', async () => {
  const manager = await newCompany(world.app)
  const { token } = await newApiToken(world.app, manager)
  const port = await freePort()
  const server = await startServer({ hosts: ['127.0.0.1'], port, siteFor: () => world.site, ready: async () => true })
  try {
    const script = (await examples()).join(`\necho '${MARK}'\n`)
    const env = { ...process.env, GATEHOUSE: `http://127.0.0.1:${port}`, GATEHOUSE_TOKEN: token }
    const { stdout } = await promisify(execFile)('sh', ['-eu', '-c', script], { env })
    const answers = stdout.split(MARK).map((text) => JSON.parse(text) as Record<string, unknown>)
    expect(answers).toMatchObject([
      { items: [{ username: manager.username }], next: null },
      { firstName: 'Ada', lastName: 'Berg', externalId: '4711', state: 'pending_activation' },
      { firstName: 'Ada', lastName: 'Hill', version: 2 },
      { sent: false },
      { state: 'checked', fileName: 'staff.csv', counts: { created: 1 } },
      {
        code: 'invalid_fields',
        errors: [
          { field: 'lastName', code: 'required' },
          { field: 'role', code: 'required' },
        ],
      },
    ])
  } finally {
    await server.stop()
  }
})
