import type { Refusal } from '../../domain/errors.ts'
import { isRefusal } from '../../domain/errors.ts'
import type { Viewer } from '../../domain/viewer.ts'
import type { TypedMoment } from '../../domain/zoned-time.ts'
import type { PlatformContext } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { actorOf, requireViewer } from '../../http/reply.ts'
import type { Doer } from '../status/write-status.ts'

/** 50,000 characters of any script are too long, and are told so; a form of a large page has a field for each component. */
const LIMITS = { bytes: 1024 * 1024, fields: 600 }

/** Lets an operator who is signed in go on; anybody else signs in first. */
export async function asOperator(
  context: PlatformContext,
  run: (doer: Doer, viewer: Viewer) => Promise<Response>,
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  return run({ actor: actorOf(viewer), context: context.get('requestContext') }, viewer)
}

/** A form of the desk: its fields, and those named after components. */
export async function readDeskForm<Name extends string>(
  context: PlatformContext,
  names: readonly Name[],
  componentIds: readonly string[] = [],
) {
  const ids = componentIds.map((id) => `component-${id}`)
  const { fields } = await readForm<string>(context.req.raw, [...names, ...ids], LIMITS)
  const text = (name: string) => fields[name] ?? ''
  // Read by the very names that the type is made of.
  const typed = Object.fromEntries(names.map((name) => [name, text(name)])) as Readonly<Record<Name, string>>
  const components = Object.fromEntries(
    componentIds.map((id) => [id, text(`component-${id}`)] as const).filter(([, value]) => value !== ''),
  )
  return { typed, components }
}

/** A version as a form carries it; one that is none fits nothing. */
export function versionOf(typed: string): number {
  return /^\d{1,9}$/u.test(typed) ? Number(typed) : 0
}

/** As a form has it in two fields, and the zone in a third. */
export function momentIn<Name extends string>(
  typed: Readonly<Record<Name | `${Name}Occurrence` | 'zone', string>>,
  name: Name,
): TypedMoment {
  return { text: typed[name], occurrence: typed[`${name}Occurrence`], zone: typed.zone || 'UTC' }
}

/** What is wrong with which field, and in which part. */
export function troubleOf(refusal: Refusal | null) {
  if (!isRefusal(refusal, 'invalid_fields')) return { problems: {}, wrong: {} }
  return { problems: refusal.details.fields, wrong: refusal.details.wrong ?? {} }
}

/** Throws what a form can't show: all but wrong fields, and that somebody else was quicker. */
export function requireShowable(refusal: Refusal): Refusal {
  if (isRefusal(refusal, 'invalid_fields') || isRefusal(refusal, 'changed_meanwhile')) return refusal
  throw refusal
}
