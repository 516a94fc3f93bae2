import type { StatusView } from '../../domain/status-view.ts'

type Described = {
  /** `/status`, `/api/v2/summary.json` */
  readonly path: string
  readonly contentType: string
  /** Whether any origin's script may read it. */
  readonly isOpenToAll?: boolean
  /** The front door draws it anew for each visitor, of the view, as long as it has one; what is kept is for when it has none. */
  readonly isDrawnAnew?: boolean
  /** Its address has its content's hash in it. */
  readonly isImmutable?: boolean
  /** Seldom asked for, one of very many: it stays on disk until then. */
  readonly isRare?: boolean
}

/** One public thing: a page, a feed, a document. */
export type Artefact = Described & {
  readonly body: string
  /** What stands in its place once nothing has been heard for too long (N14); without one the body stays. */
  readonly whenStale?: string
}

/**
 * One that is drawn only where its version is not the one that was drawn before, be it by another process: so it has to
 * tell of everything that would make it look otherwise.
 */
export type LaterArtefact = Described & {
  readonly version: string
  readonly draw: () => { readonly body: string | Uint8Array; readonly whenStale?: string }
}

/** What draws everything public of a view: given by the sites, which alone know pages. No path stands twice. */
export type ArtefactMaker = (view: StatusView) => readonly (Artefact | LaterArtefact)[]
