import type { SupportContacts } from '../../config/config.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Facts, PageHeading, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, outsideUrl } from '../../ui/paths.ts'
import { Cell, Row, Table } from '../../ui/table.tsx'

/** A site that our mails link to, and what the links start with. */
export type LinkOrigin = { readonly label: string; readonly origin: string }

/** The portal: what people can do themselves, who is nearest, and how to reach us. */
export function SupportView({ support }: { support: SupportContacts }) {
  return (
    <>
      <PageHeading sub={`How to get back in, and how to reach ${support.name}.`}>Support</PageHeading>
      <h2>Help yourself</h2>
      <ul>
        <li>
          <a href={FRONT_DOOR.home}>Find my platform</a>: your username tells where to sign in.
        </li>
        <li>
          <a href={FRONT_DOOR.forgotUsername}>Get your username by mail</a>: all that belong to your e-mail address.
        </li>
        <li>Forgot Password, on your platform’s sign-in page, mails you a new link whenever you need one.</li>
        <li>
          <a href={FRONT_DOOR.status}>Status and maintenance</a>: whether your platform is up, and when it is maintained.
        </li>
        <li>
          <a href={FRONT_DOOR.supportMail}>Mail and links</a>: what to allow when our mails don’t arrive.
        </li>
      </ul>
      <h2>Ask in your company</h2>
      <p>Your Manager or your point of contact (POC) sees your username, can activate your account, and can send you a reset.</p>
      <h2>Ask us</h2>
      <p>
        You are the only user, or nobody in your company can help? Turn to your technical account manager (TAM) or to{' '}
        {support.name}.
      </p>
      <p>
        <ButtonLink href={FRONT_DOOR.supportNumbers}>Need Assistance</ButtonLink>
      </p>
      {support.email === null ? null : <MailUs email={support.email} />}
    </>
  )
}

export function MailUs({ email }: { email: string }) {
  return (
    <p>
      By mail: <a href={outsideUrl(`mailto:${email}`)}>{email}</a>
    </p>
  )
}

/** For those who run a customer's mail: what to let through, and why scanning does no harm (S16, N01). */
export function SupportMailView({ sender, origins }: { sender: string; origins: readonly LinkOrigin[] }) {
  return (
    <>
      <PageHeading sub="What a network should let through, and why scanning our links does no harm.">Mail and links</PageHeading>
      <h2>Allow this sender</h2>
      <Facts
        facts={[
          ['Address', <Verbatim>{sender}</Verbatim>],
          ['Domain', <Verbatim>{sender.slice(sender.lastIndexOf('@') + 1)}</Verbatim>],
        ]}
      />
      <h2>Allow these links</h2>
      <p>Every link in our mails starts with one of these. Whatever starts differently is not from us.</p>
      <Table caption="Addresses that our links start with" columns={[{ label: 'Site' }, { label: 'Links start with' }]}>
        {origins.map(({ label, origin }) => (
          <Row>
            <Cell heading>{label}</Cell>
            <Cell label="Links start with">
              <Verbatim>{origin}</Verbatim>
            </Cell>
          </Row>
        ))}
      </Table>
      <ScannerAnswers />
    </>
  )
}

function ScannerAnswers() {
  return (
    <>
      <h2>Why mail scanners can’t use our links up</h2>
      <ul>
        <li>Opening a link, by GET or HEAD, any number of times, changes nothing.</li>
        <li>
          The key stands after the # of the link, a part that is never sent to a server: a scanner without script does not even
          see it there.
        </li>
        <li>Running the page’s scripts changes nothing either: they only put the key into its field.</li>
        <li>
          Posting the form as it stands changes nothing: it takes something typed, a new password or the owner’s e-mail address.
        </li>
        <li>So a link is good until its owner has used it, it has expired, or a newer mail has replaced it.</li>
      </ul>
      <h2>If a link still doesn’t work</h2>
      <p>
        Some mail programs rewrite links and lose what stands after the #. The page then shows an empty field: copy the line
        “Activation key” from the mail into it. If it says “The activation key is not valid”, press “Send me a new link” there. If
        no mail arrives at all, ask those who run your mail to look into the quarantine and to allow the sender above.
      </p>
    </>
  )
}
