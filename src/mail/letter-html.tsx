import type { Child } from 'hono/jsx'
import { renderToString } from 'hono/jsx/dom/server'
import type { Letter, LetterBlock, LetterStyle } from './letter.ts'

const houseAccent = { light: '#23498c', dark: '#9dbcff' }
const sans = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const mono = 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace'

/**
 * The HTML part of an already tidied letter: one column, styles inline for clients that drop `<style>`, dark colours in
 * `<style>` for those that know them. No table, image, script or anything remote.
 */
export function renderHtml(letter: Letter, style: LetterStyle): string {
  const accent = style.accent ?? houseAccent
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{letter.subject}</title>
        <style>{darkStyle(accent.dark)}</style>
      </head>
      <body class="ground" style={`margin:0;padding:0;background:#f6f5f1;color:#18222d;${sans};font-size:16px;line-height:1.55`}>
        <div class="ground" style="background:#f6f5f1;padding:32px 16px 48px">
          <div style="max-width:34rem;margin:0 auto">
            <p class="ink" style="margin:0 0 16px;padding:0 4px;color:#18222d;font-weight:650">
              {style.brandName}
            </p>
            <div class="card" style="background:#ffffff;border:1px solid #dcd9d1;border-radius:14px;padding:32px 28px 20px">
              <h1 style="margin:0 0 20px;font-size:24px;line-height:1.25;letter-spacing:-0.01em;font-weight:650">
                {letter.heading}
              </h1>
              {letter.blocks.map((block) => (
                <Block block={block} accent={accent.light} />
              ))}
            </div>
          </div>
        </div>
      </body>
    </html>
  )
  return `<!doctype html>${renderToString(page)}`
}

/** Mail clients that know `prefers-color-scheme` follow this; the rest keep the light colours or invert them on their own. */
function darkStyle(accent: string): string {
  const rules = [
    '.ground{background:#11161c !important;color:#e8ecf0 !important}',
    '.card{background:#182029 !important;border-color:#2a3540 !important;color:#e8ecf0 !important}',
    '.ink{color:#e8ecf0 !important}',
    '.muted{color:#9aa7b3 !important}',
    '.line{border-color:#2a3540 !important}',
    '.key{background:#0d1217 !important;color:#e8ecf0 !important}',
    `.link{color:${accent} !important}`,
    `.button{background:${accent} !important;border-color:${accent} !important;color:#0d1830 !important}`,
  ]
  return `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${rules.join('')}}`
}

function Block({ block, accent }: { block: LetterBlock; accent: string }) {
  switch (block.kind) {
    case 'text':
      return <Paragraph>{block.text}</Paragraph>
    case 'facts':
      return <Facts facts={block.facts} />
    case 'list':
      return (
        <ul style="margin:0 0 16px;padding:0 0 0 20px">
          {block.items.map((item) => (
            <li style="margin:0 0 6px">{item}</li>
          ))}
        </ul>
      )
    case 'link':
      return (
        <Paragraph>
          {block.label}: <Address url={block.url} accent={accent} />
        </Paragraph>
      )
    case 'action':
      return <Action action={block} accent={accent} />
    case 'note':
      return (
        <p
          class="muted line"
          style="margin:24px 0 12px;padding:16px 0 0;border-top:1px solid #dcd9d1;color:#57636e;font-size:14px;line-height:1.5"
        >
          {block.text}
        </p>
      )
  }
}

function Paragraph({ children }: { children?: Child }) {
  return <p style="margin:0 0 16px">{children}</p>
}

function Facts({ facts }: { facts: readonly (readonly [label: string, value: string])[] }) {
  return (
    <div style="margin:0 0 16px">
      {facts.map(([label, value]) => (
        <p style="margin:0 0 4px;overflow-wrap:anywhere">
          <span class="muted" style="color:#57636e">
            {label}:
          </span>{' '}
          <strong style="font-weight:650">{value}</strong>
        </p>
      ))}
    </div>
  )
}

function Action({ action, accent }: { action: Extract<LetterBlock, { kind: 'action' }>; accent: string }) {
  const button =
    `display:inline-block;background:${accent};border:1px solid ${accent};border-radius:10px;color:#ffffff;` +
    'padding:12px 24px;font-weight:650;text-decoration:none'
  return (
    <div style="margin:24px 0">
      <p style="margin:0 0 14px">
        <a class="button" href={action.url} style={button}>
          {action.label}
        </a>
      </p>
      <p style="margin:0 0 14px;font-size:14px;line-height:1.5">
        <Address url={action.url} accent={accent} />
      </p>
      {action.key !== null && (
        <p class="key" style="margin:0;padding:10px 14px;border-radius:10px;background:#efede7;font-size:14px;line-height:1.5">
          Activation key: <code style={`${mono};font-size:13px;overflow-wrap:anywhere;word-break:break-all`}>{action.key}</code>
        </p>
      )}
    </div>
  )
}

function Address({ url, accent }: { url: string; accent: string }) {
  return (
    <a class="link" href={url} style={`color:${accent};overflow-wrap:anywhere`}>
      {url}
    </a>
  )
}
