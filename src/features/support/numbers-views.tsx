import type { SupportContacts } from '../../config/config.ts'
import { listForVisitor, type ContactGroup } from '../../domain/contact-list.ts'
import { countryName } from '../../domain/countries.ts'
import { languageName, locationWords, type SupportContact } from '../../domain/support-contact.ts'
import { Notice } from '../../ui/alert.tsx'
import { OpenNow, WeeklyHours } from '../../ui/opening.tsx'
import { PageHeading } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, outsideUrl } from '../../ui/paths.ts'
import { Refreshed, SearchForm } from '../../ui/search.tsx'
import { shownText } from '../../ui/shown-text.ts'
import { Cell, Row, Sub, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { MailUs } from './views.tsx'

export type NumbersPage = {
  readonly support: SupportContacts
  readonly contacts: readonly SupportContact[]
  /** The visitor's, as their browser's languages tell; null: not known, or the page is for everybody. */
  readonly country: string | null
  readonly search: string
  readonly drawnAt: Date
  /** When it is read; null: it is kept, and read at any time. */
  readonly now: Date | null
}

/** Need Assistance: telephone numbers by location (S21). */
export function SupportNumbersView(page: NumbersPage) {
  const { support, contacts, country, search } = page
  const { near, fromAnywhere, groups } = listForVisitor(page)
  const found = groups.reduce((sum, group) => sum + group.contacts.length, 0)
  return (
    <>
      <PageHeading sub={`Telephone numbers of ${support.name}, by location.`}>Need Assistance</PageHeading>
      {contacts.length === 0 ? <p>No telephone numbers have been published yet.</p> : null}
      <div class="call-cards">
        {country === null || near.length === 0 ? null : (
          <CallCard
            heading={countryName(country)}
            contacts={near}
            note="By the languages of your browser. Elsewhere? Look below."
            page={page}
          />
        )}
        {fromAnywhere.length === 0 ? null : (
          <CallCard
            heading="From anywhere"
            contacts={fromAnywhere}
            note="Can be called from any network in the world."
            page={page}
          />
        )}
      </div>
      <NeverAsked name={support.name} />
      {contacts.length === 0 ? null : (
        <>
          <h2>All numbers</h2>
          <SearchForm
            action={FRONT_DOOR.supportNumbers}
            label="Search numbers"
            placeholder="Country or language"
            value={shownText(search)}
            quiet
          />
          <p class="heard">
            <Refreshed id="found" live>
              {search === '' ? '' : `${counted(found, 'number')} found`}
            </Refreshed>
          </p>
          <Refreshed id="numbers">
            <Groups groups={groups} search={search} page={page} />
          </Refreshed>
        </>
      )}
      {support.email === null ? null : <MailUs email={support.email} />}
      <HaveAtHand />
    </>
  )
}

function CallCard(of: { heading: string; contacts: readonly SupportContact[]; note: string; page: NumbersPage }) {
  return (
    <section class="card call-card">
      <h2>{of.heading}</h2>
      {of.contacts.map((contact) => (
        <div>
          <p class="call">
            <TelephoneLink contact={contact} />
          </p>
          <p class="hint">
            {contact.label} · {KIND_WORDS[contact.kind]}
          </p>
          {contact.hours === null ? null : (
            <p>
              <OpenNow hours={contact.hours} drawnAt={of.page.drawnAt} now={of.page.now} />
            </p>
          )}
        </div>
      ))}
      <p class="hint">{of.note}</p>
    </section>
  )
}

function NeverAsked({ name }: { name: string }) {
  return (
    <Notice tone="warn" heading="What support never asks for">
      <p>
        Your password, an activation key, or a code. Whoever asks for one is not {name}: hang up, and call a number from this
        page.
      </p>
    </Notice>
  )
}

function Groups({ groups, search, page }: { groups: readonly ContactGroup[]; search: string; page: NumbersPage }) {
  if (groups.length === 0) {
    return (
      <div class="empty">
        <h3>No number fits “{shownText(search)}”</h3>
        <p>
          Try a country or a language, call the number from anywhere above, or{' '}
          <a href={FRONT_DOOR.supportNumbers}>see all numbers</a>.
        </p>
      </div>
    )
  }
  return (
    <>
      {groups.map(({ heading, contacts }) => (
        <section class="page-section">
          <h3>{heading}</h3>
          <Table
            caption={`Support telephone numbers: ${heading}`}
            columns={['Location', 'Telephone', 'Hours', 'Languages'].map((label) => ({ label }))}
          >
            {contacts.map((contact) => (
              <NumberRow contact={contact} page={page} />
            ))}
          </Table>
        </section>
      ))}
    </>
  )
}

function NumberRow({ contact, page }: { contact: SupportContact; page: NumbersPage }) {
  const { label, location, hours, languages, severities, kind } = contact
  const place = locationWords(location)
  return (
    <Row>
      <Cell heading>
        {label}
        {place === label ? null : <Sub>{place}</Sub>}
      </Cell>
      <Cell label="Telephone">
        <TelephoneLink contact={contact} />
        <Sub>{KIND_WORDS[kind]}</Sub>
        {severities.length === 0 ? null : <Sub>severity {new Intl.ListFormat('en-GB').format(severities.map(String))} only</Sub>}
      </Cell>
      <Cell label="Hours">
        {hours === null ? (
          'not stated'
        ) : (
          <>
            <OpenNow hours={hours} drawnAt={page.drawnAt} now={page.now} />
            <WeeklyHours hours={hours} />
          </>
        )}
      </Cell>
      <Cell label="Languages">{languages.length === 0 ? 'not stated' : languages.map(languageName).join(', ')}</Cell>
    </Row>
  )
}

const KIND_WORDS: Readonly<Record<SupportContact['kind'], string>> = {
  'toll-free': 'Toll-free',
  toll: 'Toll',
  local: 'Local rate',
}

function TelephoneLink({ contact }: { contact: SupportContact }) {
  return (
    <a class="telephone" href={outsideUrl(`tel:${contact.number}`)}>
      {contact.display}
    </a>
  )
}

function HaveAtHand() {
  return (
    <>
      <h2>Have at hand</h2>
      <p>
        Your username, your company, and the words on the screen. You don’t know your username?{' '}
        <a href={FRONT_DOOR.forgotUsername}>Get it by mail</a>. You don’t know which platform is yours?{' '}
        <a href={FRONT_DOOR.home}>Find it by your username</a>.
      </p>
    </>
  )
}
