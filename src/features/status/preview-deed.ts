import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { statusView, type StatusView } from '../../domain/status-view.ts'
import type { ToldEvent } from '../../domain/told-event.ts'
import { listTold } from '../deliveries/told-queries.ts'
import { noteStatusChange } from './note-status-change.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { readFactsIn } from './read-facts.ts'
import type { StatusDeed } from './write-status.ts'

/** `told`: what subscribers would be told of; null where there is nothing to tell. */
export type Preview = WrittenUpdate & { readonly view: StatusView; readonly told: ToldEvent | null }

/** Ends a transaction without anything of it; carries out what was seen in it. */
class Rehearsed extends Error {
  readonly preview: Preview

  constructor(preview: Preview) {
    super('rehearsed')
    this.preview = preview
  }
}

/**
 * What would be published: the deed is done, all that is public is drawn, and then everything is undone. So a preview can
 * say nothing that publishing would not, and refuses what it would.
 *
 * Throws what the deed throws.
 */
export async function previewDeed(core: Core, deed: StatusDeed<WrittenUpdate>): Promise<Preview> {
  try {
    return await core.db.transaction().execute(async (trx) => {
      await noteStatusChange(trx)
      const written = await deed(trx)
      const { facts, now } = await readFactsIn(core, trx)
      const told = await readTold(core, trx, written.updateId)
      throw new Rehearsed({ ...written, view: statusView(facts, now), told })
    })
  } catch (error) {
    if (error instanceof Rehearsed) return error.preview
    throw error
  }
}

async function readTold(core: Core, trx: Trx, updateId: string): Promise<ToldEvent | null> {
  const event = await trx.selectFrom('statusEvents').select('id').where('updateId', '=', updateId).executeTakeFirst()
  const [told] = event ? await listTold({ ...core, db: trx }, [event.id]) : []
  return told ?? null
}
