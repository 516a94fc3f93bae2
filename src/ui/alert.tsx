import type { Child, PropsWithChildren } from 'hono/jsx'
import { type FieldProblems, fieldProblemsOf, type Refusal } from '../domain/errors.ts'
import type { Product } from '../domain/platform-directory.ts'
import { type FieldWords, fieldProblemWords } from './field-words.ts'
import { fieldId } from './form.tsx'
import { Icon } from './icons.tsx'
import { type Message, refusalMessage } from './messages.ts'

const ICONS = { bad: 'alert', warn: 'alert', good: 'check', note: 'info' } as const

/** A standing notice within a page. */
export function Notice({ tone = 'note', heading, children }: PropsWithChildren<{ tone?: keyof typeof ICONS; heading?: string }>) {
  return (
    <div class={`alert ${tone}`}>
      <Icon name={ICONS[tone]} />
      <div>
        {heading === undefined ? null : <p class="alert-heading">{heading}</p>}
        {children}
      </div>
    </div>
  )
}

export type ErrorSummaryProps = {
  /** Default: the words of `invalid_fields`. */
  message?: Message | undefined
  problems?: FieldProblems | undefined
  /** Field name to what its words need; the same record that the fields are made from. */
  fields?: Readonly<Record<string, FieldWords>> | undefined
  children?: Child
}

/**
 * At the top of a form that came back: takes focus, says what happened and the next step, links to each wrong field.
 * Renders nothing where there is neither message nor problem.
 */
export function ErrorSummary({ message, problems = {}, fields = {}, children }: ErrorSummaryProps) {
  // In the order of the page, whatever the order in which they were found.
  const order = Object.keys(fields)
  const wrong = Object.entries(problems).toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))
  if (message === undefined && wrong.length === 0) return <></>
  const words = message ?? refusalMessage({ code: 'invalid_fields', details: { fields: problems } })
  return (
    <div class="alert bad" role="alert" tabindex={-1} autofocus data-error-summary>
      <Icon name="alert" />
      <div>
        <p class="alert-heading">{words.heading}</p>
        {wrong.length > 0 ? (
          <ul>
            {wrong.map(([name, problem]) => (
              <li>
                <a href={`#${fieldId({ name })}`}>
                  {/* The words for a missing one name it themselves */}
                  {problem === 'required' ? '' : `${fields[name]?.label ?? name}: `}
                  {fieldProblemWords(problem, fields[name] ?? { label: name })}
                </a>
              </li>
            ))}
          </ul>
        ) : (
          <MessageText message={words} />
        )}
        {children}
      </div>
    </div>
  )
}

/** The summary of whatever a verb refused; nothing before the first try. */
export function RefusalSummary({
  refusal,
  fields,
  product,
}: {
  refusal: Refusal | null
  fields: Readonly<Record<string, FieldWords>>
  product?: Product | undefined
}) {
  const message = refusal ? refusalMessage(refusal, product) : undefined
  return <ErrorSummary message={message} problems={fieldProblemsOf(refusal)} fields={fields} />
}

/** Sentence, next step and its link, without the heading. */
export function MessageText({ message }: { message: Message }) {
  return (
    <p>
      {message.sentence} {message.next}
      {message.link === null ? null : (
        <>
          {' '}
          <a href={message.link.href}>{message.link.label}</a>
        </>
      )}
    </p>
  )
}
