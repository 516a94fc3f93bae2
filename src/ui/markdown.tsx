import { raw } from 'hono/html'
import { micromark } from 'micromark'

/** All that a text may become; headings are bold lines, since a page has its own. */
const TAGS: ReadonlySet<string> = new Set(['p', 'em', 'strong', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code'])
const HEADING = /^h[1-6]$/u

/** Only what leads to a page or a mailbox, and says where it stands: a text is read on pages, in mails and in feeds. */
const LINK = /^(?:https?:\/\/[^/\s]|mailto:[^\s])/iu

/** More stars and underlines than that are no emphasis: pairing them takes time that grows with their square. */
const MOST_MARKS = 1_000
const MARK = /[*_]/gu

/** So deep a line may be in quotes and lists, and so many of them a text may begin: they take more than their number in time. */
const DEEPEST = 6
const MOST_CONTAINERS = 400
const CONTAINER = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=\s|$))/gu
const BEGINNING = new RegExp(String.raw`^((?:${CONTAINER.source}){0,${DEEPEST + 1}})`, 'u')

const TAG = /<(\/?)([a-z][a-z0-9]*)([^>]*)>/giu

/**
 * Markdown (CommonMark) as HTML that may stand anywhere: no raw HTML, no script, no picture, only links to absolute
 * addresses. Written HTML is shown as it was typed; a picture becomes a link to it. What micromark gives is read once more,
 * and whatever is not on the list falls away, so that two locks would have to fail.
 */
export function markdownHtml(text: string): string {
  const open: boolean[] = []
  return micromark(calmed(text.toWellFormed())).replaceAll(TAG, (_, slash: string, typed: string, attributes: string) => {
    const name = typed.toLowerCase()
    const isEnd = slash !== ''
    if (name === 'a') return isEnd ? linkEnd(open) : linkStart(attributes, open)
    if (name === 'img') return picture(attributes, open.includes(true))
    if (name === 'br' || name === 'hr') return `<${name}>`
    if (HEADING.test(name)) return isEnd ? '</strong></p>' : '<p><strong>'
    return TAGS.has(name) ? `<${slash}${name}>` : ''
  })
}

function calmed(text: string): string {
  return flattened((text.match(MARK)?.length ?? 0) > MOST_MARKS ? text.replaceAll(MARK, String.raw`\$&`) : text)
}

/** What would go deeper, or is one too many, is a plain character: it stands there as it was typed. */
function flattened(text: string): string {
  let left = MOST_CONTAINERS
  return text
    .split(/(?<=\r\n?|\n)/u)
    .map((line) => {
      const markers = markersOf(line)
      const kept = markers.slice(0, Math.min(DEEPEST, left))
      left -= kept.length
      const next = markers[kept.length]
      if (next === undefined) return line
      const last = kept.join('').length + next.length - 1
      return `${line.slice(0, last)}\\${line.slice(last)}`
    })
    .join('')
}

/** Those that a line begins with, as far as it matters. */
function markersOf(line: string): readonly string[] {
  const [, begin = ''] = BEGINNING.exec(line) ?? []
  return begin.match(CONTAINER) ?? []
}

function linkStart(attributes: string, open: boolean[]): string {
  const href = attributeOf(attributes, 'href')
  const leads = LINK.test(href)
  open.push(leads)
  return leads ? `<a href="${href}" rel="nofollow noopener">` : ''
}

function linkEnd(open: boolean[]): string {
  return open.pop() ? '</a>' : ''
}

function picture(attributes: string, isInLink: boolean): string {
  const [source, alternative] = [attributeOf(attributes, 'src'), attributeOf(attributes, 'alt')]
  const words = alternative === '' ? 'Picture' : alternative
  return isInLink || !LINK.test(source) ? words : `<a href="${source}" rel="nofollow noopener">${words}</a>`
}

/** Values are encoded by micromark, quotes and all, and stay so. */
function attributeOf(attributes: string, name: string): string {
  return new RegExp(String.raw`(?:^|\s)${name}="([^"]*)"`, 'u').exec(attributes)?.[1] ?? ''
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }

/** The same without any markup, for mails and feeds: links with their address behind them, lists with dashes. */
export function markdownText(text: string): string {
  return markdownHtml(text)
    .replaceAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/gsu, (_, href: string, words: string) =>
      href === words || href === `mailto:${words}` ? words : `${words} (${href})`,
    )
    .replaceAll(/<li>\s*/gu, '- ')
    .replaceAll('<hr>', '---\n')
    .replaceAll(/<\/(?:p|ul|ol|pre|blockquote)>/gu, '\n')
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll(/&(lt|gt|quot|amp);/gu, (_, name: string) => ENTITIES[name] ?? '')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim()
}

/** A text in Markdown as part of a page. */
export function Markdown({ text }: { text: string }) {
  return <div class="prose">{raw(markdownHtml(text))}</div>
}
