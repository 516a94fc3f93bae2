import type { FinderAnswer } from '../../domain/platform-finder.ts'
import { SubmitButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/form.tsx'
import { Card, Facts, PageHeading, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { Refreshed } from '../../ui/search.tsx'
import { shownText } from '../../ui/shown-text.ts'
import { answerLine, AnswerView, type Finder } from './answer-view.tsx'
import { PlatformTable } from './platform-table-view.tsx'
import { StatusStrip } from './status-strip-view.tsx'

/** The tab's title carries the answer, as that is what a screen reader says first. */
export function answerTitle(answer: FinderAnswer): string {
  const question = 'Which platform is mine?'
  if (answer.kind === 'empty') return question
  const labels = answer.kind === 'found' ? answer.candidates.map(({ platform }) => platform.label) : []
  return `${labels.length > 0 ? labels.join(' or ') : 'No platform found'} · ${question}`
}

type FinderPage = Finder & {
  /** The form was sent, be it empty. */
  readonly asked: boolean
  /** The page's script asks while somebody types. */
  readonly typing: boolean
}

/** The answer stands below the field, so that what is typed in never moves. */
export function FinderView({ asked, typing, ...finder }: FinderPage) {
  const { answer, directory, standings, now } = finder
  return (
    <>
      <PageHeading sub="Each account lives on exactly one platform, and your username tells which.">
        Which platform is mine?
      </PageHeading>
      <TwoColumns aside={<Anatomy />}>
        <Card>
          <form method="get" action={FRONT_DOOR.home} role="search" aria-label="Find my platform" novalidate data-search="quiet">
            <TextField
              name="username"
              label="Username"
              problem={asked && answer.kind === 'empty' ? 'required' : undefined}
              value={'typed' in answer ? shownText(answer.typed) : undefined}
              hint="Like acme_jd1. It is in your welcome mail. Upper and lower case count."
              autocomplete="username"
              autofocus={answer.kind === 'empty'}
              verbatim
            />
            <SubmitButton wide tone={answer.kind === 'found' ? 'quiet' : 'primary'}>
              Find my platform
            </SubmitButton>
          </form>
          <Refreshed id="answer">
            <AnswerView {...finder} typing={typing} />
          </Refreshed>
          <span class="heard">
            <Refreshed id="answer-line" live>
              {answerLine({ answer, typing })}
            </Refreshed>
          </span>
          <p class="after">
            <a href={FRONT_DOOR.forgotUsername}>I don’t know my username</a>
          </p>
        </Card>
      </TwoColumns>
      <StatusStrip directory={directory} standings={standings} now={now} />
      <PlatformTable directory={directory} standings={standings} now={now} />
    </>
  )
}

function Anatomy() {
  return (
    <>
      <h2>How to read a username</h2>
      <p>
        Read <Verbatim>acme_jd1</Verbatim> from the right:
      </p>
      <Facts
        facts={[
          [<Verbatim>1</Verbatim>, 'a number, or nothing'],
          [<Verbatim>jd</Verbatim>, 'two letters: the initials'],
          [<Verbatim>_</Verbatim>, 'one character: the platform'],
          [<Verbatim>acme</Verbatim>, 'three to five letters or digits: the company'],
        ]}
      />
      <p>
        We look at what you type and at the table below, nothing else: not at whether there is such an account. A name with an @
        is a user login of the PCI Platform.
      </p>
    </>
  )
}
