import type { ListedUser } from '../../domain/user-list.ts'

/** Why somebody stands out, in words; null for everybody else. */
export function standingWords({ isPointOfContact }: Pick<ListedUser, 'isPointOfContact'>, isOwn: boolean): string | null {
  const words = [...(isPointOfContact ? ['Primary contact'] : []), ...(isOwn ? ['You'] : [])]
  return words.length === 0 ? null : words.join(', ').replace(', You', ', you')
}
