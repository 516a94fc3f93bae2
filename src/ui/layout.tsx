import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Brand } from '../config/config.ts'
import type { Product } from '../domain/platform-directory.ts'
import { assetUrl, brandFaviconUrl, brandStyleUrl, scriptsFor } from './assets.ts'
import { type Flash, flashWords } from './flash.ts'
import { BrandMark, Icon } from './icons.tsx'
import { type ChromeSession, IdleWarning } from './idle-warning.tsx'

export type NavLink = { readonly label: string; readonly href: string }

/** What surrounds every page of a site. */
export type Chrome = {
  readonly brand: Brand
  /** Null at the front door. */
  readonly product: Product | null
  /** "US Platform 1"; null at the front door. */
  readonly siteLabel: string | null
  /** Where the brand leads. */
  readonly home: string
  readonly sections: readonly (NavLink & { readonly current: boolean })[]
  /** Who is signed in. */
  readonly viewer: {
    readonly name: string
    readonly username: string
    readonly profile: string
    readonly signOut: string
  } | null
  /** Theirs, whose end is warned of. */
  readonly session: ChromeSession | null
  readonly help: readonly NavLink[]
  /** The link at the top right for those who are not signed in: "Not your platform?". */
  readonly corner: NavLink | null
  readonly footer: readonly NavLink[]
}

type Feed = { readonly href: string; readonly type: string; readonly title: string }

export type PageProps = {
  chrome: Chrome
  /** What the page is about, first in the browser's tab. The page brings its own h1. */
  title: string
  /** Lists use the full width; forms and texts keep to a readable column. */
  wide?: boolean | undefined
  flash?: Flash | null | undefined
  /** May search engines list it? Default: no. */
  robots?: boolean | undefined
  /** What feed readers find by themselves. */
  feeds?: readonly Feed[] | undefined
  children: Child
}

/** A whole page as text. Components are synchronous: whatever is awaited is awaited before. */
export function renderPage({
  chrome,
  title,
  wide = false,
  flash = null,
  robots = false,
  feeds = [],
  children,
}: PageProps): string {
  const body = (
    <body>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <TopBar chrome={chrome} />
      <main id="main" tabindex={-1} class={wide ? 'wide' : undefined}>
        <FlashRegion flash={flash} />
        {children}
      </main>
      <Footer links={chrome.footer} />
      {chrome.session === null ? null : <IdleWarning session={chrome.session} />}
    </body>
  ).toString()
  const head = (
    <Head brand={chrome.brand} robots={robots} feeds={feeds} body={body}>
      {[title, chrome.siteLabel, chrome.brand.name].filter((part) => part !== null).join(' · ')}
    </Head>
  ).toString()
  return `<!doctype html><html lang="en">${head}${body}</html>`
}

/** Scripts come by what the body has in it, so that no page can forget one. */
type HeadProps = { brand: Brand; robots: boolean; feeds: readonly Feed[]; body: string }

function Head({ brand, robots, feeds, body, children }: PropsWithChildren<HeadProps>) {
  const brandStyle = brandStyleUrl(brand)
  const { scripts, styles } = scriptsFor(body)
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {robots ? null : <meta name="robots" content="noindex" />}
      <title>{children}</title>
      {feeds.map((feed) => (
        <link rel="alternate" {...feed} />
      ))}
      <link rel="icon" type="image/svg+xml" href={brandFaviconUrl(brand)} />
      {styles.map((url) => (
        <link rel="stylesheet" href={url} />
      ))}
      <link rel="stylesheet" href={assetUrl('style.css')} />
      {brandStyle === null ? null : <link rel="stylesheet" href={brandStyle} />}
      {scripts.map((url) => (
        <script type="module" src={url} />
      ))}
    </head>
  )
}

function TopBar({ chrome }: { chrome: Chrome }) {
  return (
    <header class="bar">
      <a class="brand" href={chrome.home}>
        <BrandMark />
        <span>{chrome.brand.name}</span>
        {chrome.siteLabel === null ? null : <span class="site">{chrome.siteLabel}</span>}
      </a>
      {chrome.sections.length === 0 ? null : (
        <nav class="sections" aria-label="Sections">
          {chrome.sections.map((section) => (
            <a href={section.href} aria-current={section.current ? 'page' : undefined}>
              {section.label}
            </a>
          ))}
        </nav>
      )}
      <div class="corner">
        {chrome.help.length === 0 ? null : (
          <Menu id="help-menu" label="Help">
            <MenuLinks links={chrome.help} />
          </Menu>
        )}
        {chrome.viewer === null ? null : (
          <Menu id="viewer-menu" label={chrome.viewer.name}>
            <p class="menu-who">{chrome.viewer.username}</p>
            <MenuLinks links={[{ label: 'My profile', href: chrome.viewer.profile }]} />
            <form method="post" action={chrome.viewer.signOut}>
              <button type="submit">Sign out</button>
            </form>
          </Menu>
        )}
        {chrome.viewer === null && chrome.corner !== null ? <a href={chrome.corner.href}>{chrome.corner.label}</a> : null}
      </div>
    </header>
  )
}

/** Opens without script: a popover, placed under its button by the stylesheet. */
function Menu({ id, label, children }: PropsWithChildren<{ id: string; label: string }>) {
  return (
    <>
      <button type="button" class={`menu-button ${id}`} popovertarget={id}>
        <span>{label}</span>
        <Icon name="chevron" />
      </button>
      <div class={`menu ${id}`} id={id} popover="auto">
        {children}
      </div>
    </>
  )
}

function MenuLinks({ links }: { links: readonly NavLink[] }) {
  return (
    <ul>
      {links.map((link) => (
        <li>
          <a href={link.href}>{link.label}</a>
        </li>
      ))}
    </ul>
  )
}

function FlashRegion({ flash }: { flash: Flash | null }) {
  if (flash === null) return <div aria-live="polite" />
  const { tone, text } = flashWords(flash)
  return (
    <div aria-live="polite">
      <div class={`flash ${tone}`} data-flash>
        <Icon name={tone === 'done' ? 'check' : 'info'} />
        <p>{text}</p>
      </div>
    </div>
  )
}

function Footer({ links }: { links: readonly NavLink[] }) {
  if (links.length === 0) return <></>
  return (
    <footer>
      <nav aria-label="Footer">
        {links.map((link) => (
          <a href={link.href}>{link.label}</a>
        ))}
      </nav>
    </footer>
  )
}
