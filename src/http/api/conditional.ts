import { ApiProblemError } from './api-problem.ts'

/**
 * The entity tag of a versioned thing: `"7-0f3a…"`, its version and a hash of what is shown of it. If-Match asks for the
 * version alone, since what changes by itself (the last sign-in, say) conflicts with nobody's edit; If-None-Match for all.
 */
export function entityTag(version: number, hash: string): string {
  return `"${version}-${hash}"`
}

/**
 * The version that If-Match names: a tag of ours, or a bare version in quotes; null for `*`. Throws ApiProblemError 428
 * where the field is missing (RFC 6585, 3), 400 where it is none of ours or several.
 */
export function requiredVersion(ifMatch: string | null): number | null {
  if (ifMatch === null || ifMatch === '') throw new ApiProblemError('precondition_required')
  if (ifMatch.trim() === '*') return null
  const version = /^\s*"(\d{1,9})(?:-[\w-]+)?"\s*$/.exec(ifMatch)?.[1]
  if (version === undefined) {
    throw new ApiProblemError('invalid_header', { detail: 'If-Match is to be one ETag as it was sent, with its quotes, or *.' })
  }
  return Number(version)
}

/** Whether If-None-Match names this tag (RFC 9110, 13.1.2: weak comparison). */
export function isUnchanged(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false
  const tags = new Set(ifNoneMatch.split(',').map((text) => text.trim().replace(/^W\//, '')))
  return tags.has('*') || tags.has(tag)
}

/** Whether an Accept field allows a media type (RFC 9110, 12.5.1); `q=0` is a refusal. */
export function accepts(accept: string | null, offered: string): boolean {
  if (accept === null || accept.trim() === '') return true
  return accept
    .toLowerCase()
    .split(',')
    .some((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
      const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
      return !isRefused && ['*/*', offered.replace(/\/.*$/, '/*'), offered].includes(type)
    })
}
