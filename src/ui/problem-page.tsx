import { ButtonLink } from './button.tsx'
import type { Message } from './messages.ts'

/** A heading, what happened, and the next step, as a link where it is on another page. */
export function ProblemPage({ message }: { message: Message }) {
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
    </section>
  )
}
