import { PostButton } from './button.tsx'
import { Card, PageHeading, TwoColumns } from './page-parts.tsx'
import { FRONT_DOOR, onOrigin } from './paths.ts'

/** The heading, and the title, of every page that refuses a key: one answer for every reason (S14, I-03). */
export const DEAD_KEY_HEADING = 'The activation key is not valid'

/**
 * What may have happened to a key, and the way to a new one. It knows nothing but what was typed, which goes along with
 * the button, so the same text gets the same page whatever the key once was.
 */
export function DeadKey(of: {
  typedKey: string
  page: string
  newLink: string
  newLinkHint?: string | undefined
  frontDoorOrigin: string
}) {
  const hint = of.newLinkHint ?? 'It goes to the address of the account, and says why this key was not valid.'
  return (
    <TwoColumns aside={<IfItPersists frontDoorOrigin={of.frontDoorOrigin} />}>
      <Card>
        <div role="alert">
          <PageHeading sub="Nothing was changed. One of these may have happened:">{DEAD_KEY_HEADING}</PageHeading>
        </div>
        <ul>
          <li>It was used already: each link works once.</li>
          <li>It expired: the mail says until when it worked.</li>
          <li>A newer mail replaced it: only the newest link works.</li>
          <li>It came here incomplete: copy the whole line “Activation key” from the mail.</li>
        </ul>
        <PostButton action={of.newLink} fields={{ key: of.typedKey }} wide>
          Send me a new link
        </PostButton>
        <p class="hint">{hint}</p>
        <p class="after">
          <a href={of.page}>Enter another key</a>
        </p>
      </Card>
    </TwoColumns>
  )
}

function IfItPersists({ frontDoorOrigin }: { frontDoorOrigin: string }) {
  return (
    <>
      <h2>If it persists</h2>
      <p>
        A mail filter may damage our links, or keep them from you:{' '}
        <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail)}>what your network should allow</a>.
      </p>
      <p>
        Turn to your TAM (technical account manager) or to support:{' '}
        <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers)}>telephone numbers by location</a>
      </p>
    </>
  )
}
