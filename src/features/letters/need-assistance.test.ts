import { describe, expect, it } from 'vitest'
import { PRODUCTS } from '../../domain/product.ts'
import type { LetterBlock } from '../../mail/letter.ts'
import { LETTERS } from './catalog.ts'
import type { LetterContext } from './letter-context.ts'

const NUMBERS = 'https://door.example/support/numbers'
const PHONE = '+44 118 913 1502'
const now = new Date('2026-11-23T12:00:00Z')

const minted = (name: string) => ({ key: 'k'.repeat(43), url: `https://us1.example/${name}#${'k'.repeat(43)}`, expiresAt: now })

/** Somebody whom nobody in their company can help: every letter names support to them, if to anybody. */
const context = (product: 'platform' | 'pci'): LetterContext => ({
  brandName: 'Gatehouse',
  platformLabel: 'US Platform 1',
  product,
  words: PRODUCTS[product].words,
  origin: 'https://us1.example',
  signInUrl: 'https://us1.example/sign-in',
  mailHelpUrl: 'https://door.example/support/mail',
  now,
  account: {
    id: '00000000-0000-4000-8000-000000000000',
    username: 'acme_jd1',
    firstName: 'Jane',
    lastName: 'Doe',
    role: 'manager',
    condition: { state: 'inactive', reason: 'failed_sign_ins' },
    stateChangedAt: now,
    subscriptionExpired: true,
  },
  subscriptionName: 'Acme Bank',
  help: {
    helpers: ['tam_and_support'],
    managers: [],
    tam: { name: 'Terry Quill', email: 'terry@gatehouse.example', phone: '+1 650 801 6161', hours: 'always' },
    support: {
      name: 'Gatehouse Support',
      email: null,
      numbers: [{ location: 'United Kingdom', number: '+441189131502', display: PHONE, kind: 'local', international: false }],
    },
    supportNumbersUrl: NUMBERS,
  },
  keys: { welcome: minted('activate'), reset: minted('activate'), unfreeze: minted('unfreeze') },
  temporaryPasswordSeconds: 900,
  params: {
    until: now.toISOString(),
    endsAt: now.toISOString(),
    expiresAt: now.toISOString(),
    first: now.toISOString(),
    days: '90',
  },
})

function wordsOf(block: LetterBlock): string {
  switch (block.kind) {
    case 'facts':
      return block.facts.flat().join(' ')
    case 'list':
      return block.items.join(' ')
    case 'link':
      return `${block.label} ${block.url}`
    case 'action':
      return block.label
    default:
      return block.text
  }
}

describe('a mail that tells somebody to call brings all numbers with one click (S12, S20, S21)', () => {
  const all = Object.entries(LETTERS).flatMap(([kind, { compose }]) =>
    (['platform', 'pci'] as const).map((product) => [kind, product, compose] as const),
  )

  it.each(all)('%s of the product %s', (_, product, compose) => {
    const words = compose(context(product)).blocks.map(wordsOf).join('\n')
    const spoken = words.replaceAll(/https:\S+/g, '')
    const tellsToCall = words.includes(PHONE) || /\b(support|TAM|technical account manager)\b/iu.test(spoken)
    expect(tellsToCall ? words : NUMBERS).toContain(NUMBERS)
  })

  it('some letters do', () => {
    const words = LETTERS.inactive.compose(context('platform')).blocks.map(wordsOf).join('\n')
    expect(words).toContain(PHONE)
  })
})
