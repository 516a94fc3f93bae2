import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Product } from '../../domain/platform-directory.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { Card, PageHeading, TwoColumns } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, onOrigin, PATHS } from '../../ui/paths.ts'

/** After Forgot Password: the same words for everyone (I-09). */
export function ResetRequestedView({ frontDoorOrigin, product }: { frontDoorOrigin: string; product: Product }) {
  const advice = (
    <li>
      Check what you typed: the username with its capitals, and the address that your company gave us. We can’t tell you here
      whether they are right.
    </li>
  )
  return (
    <CheckYourMail
      lead="If the username and the address belong together, a mail is on its way."
      frontDoorOrigin={frontDoorOrigin}
      words={PRODUCTS[product].words}
      advice={advice}
    >
      <p>
        It can take a few minutes. It brings a link to choose a new password or, where the account has to be activated first, the
        names of those who can do that.
      </p>
      <p class="after">
        <a href={PATHS[product].forgotPassword}>Ask again</a>
      </p>
    </CheckYourMail>
  )
}

/** After "Send me a new link": the same words whatever the key was (I-03). */
export function NewLinkRequestedView({ frontDoorOrigin, product }: { frontDoorOrigin: string; product: Product }) {
  return (
    <CheckYourMail
      lead="If we know that key, a mail is on its way to its owner."
      frontDoorOrigin={frontDoorOrigin}
      words={PRODUCTS[product].words}
    >
      <p>It can take a few minutes. It says why the old link was not valid, and brings a new one.</p>
      <p class="after">
        <a href={PATHS[product].signIn}>Back to sign in</a>
      </p>
    </CheckYourMail>
  )
}

type HelpWithMail = { frontDoorOrigin: string; words?: ProductWords | undefined; advice?: Child }

export function CheckYourMail(of: PropsWithChildren<HelpWithMail & { lead: string }>) {
  const { frontDoorOrigin, words, advice } = of
  return (
    <TwoColumns aside={<NoMail frontDoorOrigin={frontDoorOrigin} words={words} advice={advice} />}>
      <Card>
        <PageHeading sub={of.lead}>Check your mail</PageHeading>
        {of.children}
      </Card>
    </TwoColumns>
  )
}

function NoMail({ frontDoorOrigin, words, advice }: HelpWithMail) {
  return (
    <>
      <h2>No mail after ten minutes?</h2>
      <ul>
        <li>Look into the spam folder.</li>
        {advice}
        <li>Just asked? Within two minutes we send one mail only. Use the newest: it replaces the older ones.</li>
        <li>
          Ask those who run your mail:{' '}
          <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail)}>what your network should allow</a>.
        </li>
      </ul>
      <WhoCanHelp frontDoorOrigin={frontDoorOrigin} words={words} />
    </>
  )
}

/** The same for everyone: the named people are in the mails (N07). */
export function WhoCanHelp({
  frontDoorOrigin,
  words = PRODUCTS.platform.words,
}: {
  frontDoorOrigin: string
  words?: ProductWords | undefined
}) {
  return (
    <p>
      {words.helpers}{' '}
      {words.callsSupport ? (
        <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers)}>Telephone numbers by location</a>
      ) : null}
    </p>
  )
}
