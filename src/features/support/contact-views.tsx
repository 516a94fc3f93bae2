import type { FieldProblems } from '../../domain/errors.ts'
import { locationWords, needsVerification, type SupportContact } from '../../domain/support-contact.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink, PostButton } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { OpenNow } from '../../ui/opening.tsx'
import { ButtonRow, PageHeading, PageSection } from '../../ui/page-parts.tsx'
import { CONTACTS, FRONT_DOOR } from '../../ui/paths.ts'
import { ActionsCell, Cell, Row, Sub, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'
import { ContactFormView, type ContactFields } from './contact-form-views.tsx'

type Kept = SupportContact & { readonly version: number; readonly removedAt: Date | null }

/** All of them, for operators: those whose number may be wrong by now are flagged. */
export function ContactListView({ contacts, removed, now }: { contacts: readonly Kept[]; removed: readonly Kept[]; now: Date }) {
  const flagged = contacts.filter((contact) => needsVerification(contact, now))
  return (
    <>
      <PageHeading
        sub={
          <>
            What stands on <a href={FRONT_DOOR.supportNumbers}>Need Assistance</a>.
          </>
        }
        actions={<ButtonLink href={CONTACTS.add}>Add contact</ButtonLink>}
      >
        Support contacts
      </PageHeading>
      {flagged.length === 0 ? null : (
        <Notice tone="warn" heading={`${counted(flagged.length, 'number')} not verified for 90 days`}>
          <p>Call each of them, and mark it as verified on its page.</p>
        </Notice>
      )}
      {contacts.length === 0 ? (
        <div class="empty">
          <h2>No contacts yet</h2>
          <p>Add one that can be called from anywhere first.</p>
        </div>
      ) : (
        <ContactTable contacts={contacts} now={now} />
      )}
      {removed.length === 0 ? null : <Removed removed={removed} now={now} />}
    </>
  )
}

function ContactTable({ contacts, now }: { contacts: readonly Kept[]; now: Date }) {
  return (
    <Table caption="Support contacts" columns={['Contact', 'Telephone', 'Hours', 'Verified'].map((label) => ({ label }))}>
      {contacts.map((contact) => (
        <Row>
          <Cell heading>
            <a href={CONTACTS.one(contact.id)}>{contact.label}</a>
            <Place contact={contact} />
          </Cell>
          <Cell label="Telephone">
            {contact.display}
            {contact.isWorldwide ? <Sub>from anywhere</Sub> : null}
          </Cell>
          <Cell label="Hours">
            {contact.hours === null ? 'not stated' : <OpenNow hours={contact.hours} drawnAt={now} now={now} />}
          </Cell>
          <Cell label="Verified">
            <Verified contact={contact} now={now} />
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

/** Where it is for, unless its label says so. */
function Place({ contact: { label, location } }: { contact: Pick<Kept, 'label' | 'location'> }) {
  const words = locationWords(location)
  return words === label ? <></> : <Sub>{words}</Sub>
}

function Verified({ contact, now }: { contact: Kept; now: Date }) {
  const { verifiedAt } = contact
  const when = verifiedAt === null ? 'never' : <Time at={verifiedAt} now={now} brief />
  return needsVerification(contact, now) ? (
    <>
      <span class="state pending_activation">To be verified</span>
      <Sub>last: {when}</Sub>
    </>
  ) : (
    <>{when}</>
  )
}

function Removed({ removed, now }: { removed: readonly Kept[]; now: Date }) {
  return (
    <PageSection heading="Removed lately" sub="For 30 days they can be brought back as they were.">
      <Table
        caption="Removed support contacts"
        columns={[{ label: 'Contact' }, { label: 'Telephone' }, { label: 'Removed' }, { label: 'Restore', hidden: true }]}
      >
        {removed.map(({ id, label, location, display, removedAt }) => (
          <Row>
            <Cell heading>
              {label}
              <Place contact={{ label, location }} />
            </Cell>
            <Cell label="Telephone">{display}</Cell>
            <Cell label="Removed">{removedAt === null ? null : <Time at={removedAt} now={now} brief />}</Cell>
            <ActionsCell>
              <PostButton action={CONTACTS.restore(id)} tone="quiet" small>
                Restore {label}
              </PostButton>
            </ActionsCell>
          </Row>
        ))}
      </Table>
    </PageSection>
  )
}

/** One entry: its form, and what can be done to it. */
export function ContactView(page: { contact: Kept; typed: ContactFields; problems: FieldProblems; now: Date }) {
  const { contact, typed, problems, now } = page
  const { id, label, display, verifiedAt } = contact
  return (
    <>
      <p>
        <a href={CONTACTS.list}>Back to the list</a>
      </p>
      <PageHeading sub={display}>{label}</PageHeading>
      <Notice
        tone={needsVerification(contact, now) ? 'warn' : 'good'}
        heading={verifiedAt === null ? 'Never verified' : 'Verified'}
      >
        {verifiedAt === null ? <p>Call it; if it is right, say so here.</p> : <Time at={verifiedAt} now={now} />}
        <PostButton action={CONTACTS.verify(id)} tone="quiet">
          Mark as verified
        </PostButton>
      </Notice>
      <ContactFormView action={CONTACTS.one(id)} button="Save" typed={typed} problems={problems} version={contact.version} />
      <ButtonRow>
        <ConfirmDialog id="remove" label="Remove" heading={`Remove ${label}?`} action={CONTACTS.remove(id)} tone="danger">
          <p>{display} leaves the public page within seconds. For 30 days it can be brought back from the list.</p>
        </ConfirmDialog>
      </ButtonRow>
    </>
  )
}

export function NewContactView({ typed, problems }: { typed: ContactFields; problems: FieldProblems }) {
  return (
    <>
      <p>
        <a href={CONTACTS.list}>Back to the list</a>
      </p>
      <PageHeading sub="It is published within seconds.">Add contact</PageHeading>
      <ContactFormView action={CONTACTS.add} button="Add contact" typed={typed} problems={problems} version={null} />
    </>
  )
}
