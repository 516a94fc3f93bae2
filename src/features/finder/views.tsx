import type { PlatformDirectory } from '../../domain/platform-directory.ts'
import type { FinderAnswer } from '../../domain/platform-finder.ts'
import { SubmitButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/form.tsx'
import { Card, Facts, PageHeading, TwoColumns, Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { AnswerView } from './answer-view.tsx'
import { PlatformTable } from './platform-table.tsx'

/** The tab's title carries the answer, as that is what a screen reader says first. */
export function answerTitle(answer: FinderAnswer): string {
  const question = 'Which platform is mine?'
  if (answer.kind === 'empty') return question
  const labels = answer.kind === 'found' ? answer.candidates.map(({ platform }) => platform.label) : []
  return `${labels.length > 0 ? labels.join(' or ') : 'No platform found'} · ${question}`
}

/** `asked`: whether the form was sent, be it empty. */
export function FinderView({ directory, answer, asked }: { directory: PlatformDirectory; answer: FinderAnswer; asked: boolean }) {
  return (
    <>
      <PageHeading sub="Each account lives on exactly one platform, and your username tells which.">
        Which platform is mine?
      </PageHeading>
      <TwoColumns aside={<Anatomy />}>
        <Card>
          <AnswerView directory={directory} answer={answer} />
          <form method="get" action={FRONT_DOOR.home} role="search" aria-label="Find my platform" novalidate>
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
        </Card>
      </TwoColumns>
      <PlatformTable directory={directory} />
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
        We look at what you type and at the table below, nothing else: not at whether there is such an account. You don’t know
        your username? Your Manager, your point of contact and your colleagues see it in their Users section.
      </p>
    </>
  )
}
