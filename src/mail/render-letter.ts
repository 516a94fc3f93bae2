import { renderHtml } from './letter-html.tsx'
import { renderText } from './letter-text.ts'
import type { Letter, LetterBlock, LetterStyle } from './letter.ts'
import { atMost, oneLine } from './one-line.ts'

export type RenderedLetter = { readonly subject: string; readonly text: string; readonly html: string }

const subjectLimit = 200

/**
 * Renders a letter as subject, plain text (LF, lines of any length, never wrapped) and an HTML document. In the text the
 * button's address and `Activation key: <key>` stand on lines of their own. Everything is escaped and every value is one line.
 * @throws TypeError if there are two buttons, an address is not http(s) or a key is not base64url: mistakes of the caller.
 */
export function renderLetter(letter: Letter, style: LetterStyle): RenderedLetter {
  const tidy = tidied(letter)
  const brandName = oneLine(style.brandName)
  return {
    subject: tidy.subject,
    text: renderText(tidy, { brandName }),
    html: renderHtml(tidy, { brandName, accent: style.accent }),
  }
}

function tidied(letter: Letter): Letter {
  if (letter.blocks.filter((block) => block.kind === 'action').length > 1) throw new TypeError('A letter has at most one button')
  return {
    subject: atMost(oneLine(letter.subject), subjectLimit),
    heading: oneLine(letter.heading),
    blocks: letter.blocks.map(tidiedBlock),
  }
}

function tidiedBlock(block: LetterBlock): LetterBlock {
  switch (block.kind) {
    case 'text':
    case 'note':
      return { ...block, text: oneLine(block.text) }
    case 'facts':
      return { ...block, facts: block.facts.map(([label, value]) => [oneLine(label), oneLine(value)] as const) }
    case 'list':
      return { ...block, items: block.items.map(oneLine) }
    case 'link':
      return { ...block, label: oneLine(block.label), url: checkedAddress(block.url) }
    case 'action':
      return { ...block, label: oneLine(block.label), url: checkedAddress(block.url), key: checkedKey(block.key) }
  }
}

/** The message names no address: it may carry a key, and errors are logged (I-08). */
function checkedAddress(url: string): string {
  if (!/^https?:\/\/[\x21-\x7e]+$/u.test(url) || !URL.canParse(url)) throw new TypeError('A letter links to http(s) addresses')
  return url
}

function checkedKey(key: string | null): string | null {
  if (key !== null && !/^[\w-]+$/u.test(key)) throw new TypeError('An activation key is base64url')
  return key
}
