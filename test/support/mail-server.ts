import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerOptions } from 'smtp-server'

export type ReceivedMail = {
  readonly raw: string
  readonly encrypted: boolean
  readonly from: string
  readonly to: readonly string[]
}

export type MailServer = { readonly port: number; readonly received: readonly ReceivedMail[]; readonly stop: () => Promise<void> }

const clearTextOnly: SMTPServerOptions = { disabledCommands: ['AUTH', 'STARTTLS'] }

/** A real SMTP server on loopback, on a free port if none is named, that keeps what it takes; no sign-in, no STARTTLS unless asked for. */
export async function startMailServer(options = clearTextOnly, port = 0): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          raw: Buffer.concat(chunks).toString(),
          encrypted: session.secure,
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map((recipient) => recipient.address),
        })
        done()
      })
    },
    ...options,
  })
  // A client that refuses our certificate is what some tests are about.
  server.on('error', () => {})
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const stop = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      server.close(resolve)
    })
  }
  return { port: portOf(server.server), received, stop }
}

/** Something that accepts connections and never says a word. */
export async function startSilentServer(): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
  return { port: portOf(server), stop }
}

/** A port of loopback at which nobody listens. */
export async function closedPort(): Promise<number> {
  const { port, stop } = await startSilentServer()
  await stop()
  return port
}

function portOf(server: { address: Server['address'] }): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}
