/** Why a request was refused before any feature saw it. */
export type BadRequestCode =
  | 'cross_origin'
  | 'not_a_form'
  | 'form_too_large'
  | 'too_many_fields'
  | 'repeated_field'
  | 'malformed_form'

const STATUSES = {
  /** Sent by another site's page, or by nothing that says where it comes from (I-24). */
  cross_origin: 403,
  not_a_form: 415,
  form_too_large: 413,
  too_many_fields: 400,
  repeated_field: 400,
  /** Not UTF-8, not percent-encoded as it should be, or with a NUL in it. */
  malformed_form: 400,
} as const satisfies Record<BadRequestCode, number>

/** A request that no form of ours sends: answered with a clear 4xx, nothing changed. `problem.ts` makes the page. */
export class BadRequest extends Error {
  readonly code: BadRequestCode
  readonly status: (typeof STATUSES)[BadRequestCode]

  constructor(code: BadRequestCode) {
    super(code)
    this.name = 'BadRequest'
    this.code = code
    this.status = STATUSES[code]
  }
}
