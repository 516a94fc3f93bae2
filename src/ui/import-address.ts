import type { ImportWish } from '../domain/import-view.ts'
import { isFate } from '../domain/user-import.ts'
import { PLATFORM } from './paths.ts'

/** Reads which rows of an import are asked for; whatever makes no sense is as if it were not there. */
export function readImportAddress(query: URLSearchParams): ImportWish {
  const fate = query.get('fate') ?? ''
  const place = (['after', 'before'] as const).flatMap((side) => {
    const line = query.get(side) ?? ''
    return /^[1-9]\d{0,8}$/.test(line) ? [{ side, line: Number(line) }] : []
  })
  return { fate: isFate(fate) ? fate : null, place: place[0] ?? null }
}

export function importAddress(importId: string, { fate, place }: ImportWish): string {
  const query = new URLSearchParams({ ...(fate && { fate }), ...(place && { [place.side]: String(place.line) }) })
  return query.size === 0 ? PLATFORM.userImport(importId) : `${PLATFORM.userImport(importId)}?${query.toString()}`
}
