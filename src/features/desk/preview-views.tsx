import type { Indicator, ShownState, UpdateStatus } from '../../domain/service-status.ts'
import { SubmitButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { LocalTime } from '../../ui/local-time.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Disclosure, Facts } from '../../ui/page-parts.tsx'
import { ServiceState } from '../../ui/service-state.tsx'
import { ROLL_UP_WORDS, UPDATE_WORDS } from '../../ui/service-words.ts'
import { CodeBlock, ImpactBadge } from './parts-views.tsx'

/** Everything that publishing would say, as it was rehearsed. */
export type ShownPreview = {
  readonly name: string
  readonly impact: string
  readonly status: UpdateStatus
  readonly body: string
  readonly displayAt: Date
  readonly startedAt: Date
  readonly window: { readonly from: Date; readonly until: Date; readonly zone: string; readonly local: string } | null
  readonly components: readonly { readonly name: string; readonly state: ShownState }[]
  readonly page: { readonly indicator: Indicator; readonly description: string }
  readonly subject: string
  /** Null: nobody is written to. */
  readonly isTold: boolean
  /** The object of the public API. */
  readonly json: string
}

/** What the public page, a mail and the API will say; stands in the form, so that its button publishes what was typed. */
export function PreviewPart({ preview }: { preview: ShownPreview }) {
  const { name, impact, status, body, displayAt, startedAt, window, components, page, subject, isTold, json } = preview
  return (
    <section class="preview" aria-labelledby="preview-heading">
      <div class="preview-heading">
        <Icon name="eye" />
        <h2 id="preview-heading" tabindex={-1}>
          Preview
        </h2>
        <p class="muted">Nothing is published yet.</p>
      </div>
      <article class="preview-page">
        <p class="muted">
          The status page will say <strong>{ROLL_UP_WORDS[page.indicator]}</strong>
        </p>
        <h3>{name}</h3>
        <p>
          <ImpactBadge impact={impact} /> <strong>{UPDATE_WORDS[status]}</strong>
        </p>
        <Markdown text={body} />
        {components.length === 0 ? (
          <p class="muted">No component is named: none changes its state, and no sign-in page tells of it.</p>
        ) : (
          <ul class="plain">
            {components.map((one) => (
              <li>
                {one.name} <ServiceState state={one.state} />
              </li>
            ))}
          </ul>
        )}
        <Facts
          facts={[
            ...(window
              ? [
                  ['From', <LocalTime at={window.from} />] as const,
                  ['Until', <LocalTime at={window.until} />] as const,
                  ...(window.zone === 'UTC' ? [] : [[`In ${window.zone.replaceAll('_', ' ')}`, window.local] as const]),
                ]
              : [['Began', <LocalTime at={startedAt} />] as const]),
            ['Shown as of', <LocalTime at={displayAt} />],
          ]}
        />
      </article>
      <Facts facts={[['Subject of mails', isTold ? <strong>{subject}</strong> : 'Nobody is written to']]} />
      <Disclosure summary="What the public API will say">
        <CodeBlock label="What the public API will say" text={json} />
      </Disclosure>
      <SubmitButton name="do" value="publish">
        Publish
      </SubmitButton>
    </section>
  )
}
