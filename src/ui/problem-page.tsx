import type { StatusGlance } from '../domain/platform-standing.ts'
import { ButtonLink } from './button.tsx'
import type { Message } from './messages.ts'
import { StatusLine, StatusNotice } from './status-notice.tsx'

/** A heading, what happened, and the next step, as a link where it is on another page; `glance`: how the platform is. */
export function ProblemPage({ message, glance = null }: { message: Message; glance?: StatusGlance | null }) {
  return (
    <section class="problem-page">
      <h1>{message.heading}</h1>
      <p>{message.sentence}</p>
      <p>{message.next}</p>
      {message.link && (
        <p>
          <ButtonLink href={message.link.href} tone="quiet">
            {message.link.label}
          </ButtonLink>
        </p>
      )}
      {glance && (
        <>
          <StatusNotice glance={glance} />
          <StatusLine glance={glance} />
        </>
      )}
    </section>
  )
}
