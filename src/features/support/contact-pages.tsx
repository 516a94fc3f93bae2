import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { fieldProblemsOf, Refusal, refuse } from '../../domain/errors.ts'
import { SEVERITIES } from '../../domain/support-contact.ts'
import type { Viewer } from '../../domain/viewer.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { CONTACTS } from '../../ui/paths.ts'
import { removeContact, restoreContact, saveContact, verifyContact } from './change-contact.ts'
import { fieldsOf, NO_FIELDS, type ContactFields } from './contact-form-views.tsx'
import { ContactListView, ContactView, NewContactView } from './contact-views.tsx'
import { viewContact, viewContacts } from './view-contacts.ts'

const ONE = `${CONTACTS.list}/:id` as const

/** Where operators look after the telephone numbers (S21). */
export function contactPages(core: Core): Hono<PlatformEnv> {
  const asked = (context: PlatformContext, viewer: Viewer) => ({
    actor: actorOf(viewer),
    context: context.get('requestContext'),
  })
  const act = (context: PlatformContext, deed: (viewer: Viewer) => Promise<Response>) => {
    const viewer = requireViewer(context)
    return viewer instanceof Response ? viewer : deed(viewer)
  }
  return new Hono<PlatformEnv>()
    .get(CONTACTS.list, (context) => act(context, (viewer) => showList(context, core, viewer)))
    .get(CONTACTS.add, (context) => act(context, () => Promise.resolve(showNew(context, core, NO_FIELDS, null))))
    .post(CONTACTS.add, (context) =>
      act(context, async (viewer) => {
        const { typed } = await readContact(context)
        const added = await attempt(() => saveContact(core, asked(context, viewer), { id: null, version: 0, typed }))
        if (added instanceof Refusal) return showNew(context, core, typed, requireFields(added))
        const { label, display: number } = added
        return redirectWith(context, CONTACTS.list, flashOf('support_contact_added', { label, number }))
      }),
    )
    .get(ONE, (context) => act(context, (viewer) => showOne(context, core, { viewer, id: context.req.param('id') })))
    .post(ONE, (context) =>
      act(context, async (viewer) => {
        const id = context.req.param('id')
        const { typed, version } = await readContact(context)
        const saved = await attempt(() => saveContact(core, asked(context, viewer), { id, version, typed }))
        if (saved instanceof Refusal) return showOne(context, core, { viewer, id, typed, refusal: requireFields(saved) })
        return redirectWith(context, CONTACTS.list, flashOf('contact_saved', { label: saved.label }))
      }),
    )
    .post(`${ONE}/verify`, (context) =>
      act(context, async (viewer) => {
        const { label } = await verifyContact(core, asked(context, viewer), context.req.param('id'))
        return redirectWith(context, CONTACTS.list, flashOf('contact_verified', { label }))
      }),
    )
    .post(`${ONE}/remove`, (context) =>
      act(context, async (viewer) => {
        const id = context.req.param('id')
        const removed = await attempt(() => removeContact(core, asked(context, viewer), id))
        if (removed instanceof Refusal) return showOne(context, core, { viewer, id, refusal: requireFields(removed) })
        return redirectWith(context, CONTACTS.list, flashOf('contact_removed', { label: removed.label }))
      }),
    )
    .post(`${ONE}/restore`, (context) =>
      act(context, async (viewer) => {
        const restored = await attempt(() => restoreContact(core, asked(context, viewer), context.req.param('id')))
        if (restored instanceof Refusal) {
          requireFields(restored)
          return redirectWith(context, CONTACTS.list, flashOf('contact_there'))
        }
        return redirectWith(context, CONTACTS.list, flashOf('contact_restored', { label: restored.label }))
      }),
    )
}

/** What is wrong with fields is said beside them; anything else has a page of its own. */
function requireFields(refusal: Refusal): Refusal {
  if (refusal.code !== 'invalid_fields') throw refusal
  return refusal
}

async function showList(context: PlatformContext, core: Core, viewer: Viewer): Promise<Response> {
  const children = ContactListView({ ...(await viewContacts(core, actorOf(viewer))), now: core.clock.now() })
  return replyPage(context, core, { title: 'Support contacts', current: 'contacts', wide: true, children })
}

function showNew(context: PlatformContext, core: Core, typed: ContactFields, refusal: Refusal | null): Response {
  const children = NewContactView({ typed, problems: fieldProblemsOf(refusal) })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: 'Add contact', current: 'contacts', status, children })
}

async function showOne(
  context: PlatformContext,
  core: Core,
  of: { viewer: Viewer; id: string; typed?: ContactFields; refusal?: Refusal },
): Promise<Response> {
  const { refusal = null } = of
  const contact = await viewContact(core, actorOf(of.viewer), of.id)
  const typed = of.typed ?? fieldsOf(contact)
  const children = ContactView({ contact, typed, problems: fieldProblemsOf(refusal), now: core.clock.now() })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: contact.label, current: 'contacts', status, children })
}

const TEXTS = ['location', 'label', 'number', 'display', 'kind', 'languages', 'zone', 'hours', 'holidays', 'version'] as const
const TICKS = ['isWorldwide', 'severity1', 'severity2', 'severity3'] as const

async function readContact(context: PlatformContext): Promise<{ typed: ContactFields; version: number }> {
  const { fields } = await readForm(context.req.raw, [...TEXTS, ...TICKS])
  const { version, isWorldwide, ...texts } = fields
  if (!/^\d{0,9}$/.test(version)) throw refuse('changed_meanwhile')
  const severities = SEVERITIES.filter((severity) => fields[`severity${severity}`] === 'yes')
  return { typed: { ...texts, isWorldwide: isWorldwide === 'yes', severities }, version: Number(version) }
}
