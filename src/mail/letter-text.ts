import type { Letter, LetterBlock } from './letter.ts'

/** The plain-text part of an already tidied letter; a blank line between blocks, LF line ends. */
export function renderText(letter: Letter, style: { readonly brandName: string }): string {
  return `${[style.brandName, letter.heading, ...letter.blocks.map(blockText)].join('\n\n')}\n`
}

function blockText(block: LetterBlock): string {
  switch (block.kind) {
    case 'text':
    case 'note':
      return block.text
    case 'facts':
      return block.facts.map(([label, value]) => `${label}: ${value}`).join('\n')
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n')
    case 'link':
      return `${block.label}: ${block.url}`
    case 'action':
      return `${block.label}:\n${block.url}${block.key === null ? '' : `\n\nActivation key: ${block.key}`}`
  }
}
