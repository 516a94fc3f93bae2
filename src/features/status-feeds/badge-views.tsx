import type { Indicator, ShownState } from '../../domain/service-status.ts'
import { SERVICE_STATE_WORDS } from '../../ui/service-state.tsx'

/** What a badge says at its right: in words, and by a colour on which white can be read. */
type Said = { readonly words: string; readonly colour: string }

const COLOURS = { good: '#1a7547', note: '#23498c', warn: '#8f5a00', bad: '#b3261e', idle: '#56616c' } as const

const STATE_COLOURS: Readonly<Record<ShownState, string>> = {
  operational: COLOURS.good,
  under_maintenance: COLOURS.note,
  degraded_performance: COLOURS.warn,
  partial_outage: COLOURS.warn,
  major_outage: COLOURS.bad,
  unknown: COLOURS.idle,
}

const INDICATOR_COLOURS: Readonly<Record<Indicator, string>> = {
  none: COLOURS.good,
  maintenance: COLOURS.note,
  minor: COLOURS.warn,
  major: COLOURS.warn,
  critical: COLOURS.bad,
}

export function stateBadge(name: string, state: ShownState): string {
  return badge(name, { words: SERVICE_STATE_WORDS[state], colour: STATE_COLOURS[state] })
}

export function pageBadge(name: string, of: { indicator: Indicator; description: string }): string {
  return badge(name, { words: of.description, colour: INDICATOR_COLOURS[of.indicator] })
}

const HEIGHT = 24
const PADDING = 10
const LETTER_WIDTH = 6.9

/** A picture with its words as its name, so that whoever hears it hears what others see. */
function badge(name: string, { words, colour }: Said): string {
  const left = widthOf(name)
  const right = widthOf(words)
  const width = left + right
  const title = `${name}: ${words}`
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={title}
    >
      <title>{title}</title>
      <clipPath id="round">
        <rect width={width} height={HEIGHT} rx="5" />
      </clipPath>
      <g clip-path="url(#round)">
        <rect width={left} height={HEIGHT} fill="#2b343d" />
        <rect x={left} width={right} height={HEIGHT} fill={colour} />
      </g>
      <g fill="#ffffff" font-family="system-ui, Verdana, sans-serif" font-size="12" text-anchor="middle">
        <text x={left / 2} y="16" textLength={left - 2 * PADDING} lengthAdjust="spacingAndGlyphs">
          {name}
        </text>
        <text x={left + right / 2} y="16" font-weight="600" textLength={right - 2 * PADDING} lengthAdjust="spacingAndGlyphs">
          {words}
        </text>
      </g>
    </svg>
  ).toString()
}

/** Wide letters of other scripts count twice; the text is then fitted into exactly that. */
function widthOf(text: string): number {
  const letters = [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 1.8 : 1), 0)
  return Math.round(letters * LETTER_WIDTH + 2 * PADDING)
}
