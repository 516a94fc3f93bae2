/** Every icon is decoration: the words beside it say the same. */
type IconName = 'alert' | 'check' | 'info' | 'eye' | 'chevron' | 'search' | 'clock' | 'cross'

const SHAPES: Readonly<Record<IconName, readonly string[]>> = {
  alert: ['M10 2.6 18.2 17H1.8z', 'M10 8v4', 'M10 14.4v.2'],
  check: ['M10 1.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4z', 'm6.4 10.3 2.5 2.5 4.8-5.4'],
  info: ['M10 1.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4z', 'M10 9.2v4.6', 'M10 6.2v.2'],
  eye: [
    'M1.6 10S4.6 4.4 10 4.4 18.4 10 18.4 10 15.4 15.6 10 15.6 1.6 10 1.6 10z',
    'M10 7.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8z',
  ],
  cross: ['m6 6 8 8', 'm14 6-8 8'],
  chevron: ['m5.5 7.8 4.5 4.4 4.5-4.4'],
  search: ['M8.8 2.8a6 6 0 1 1 0 12 6 6 0 0 1 0-12z', 'm13.2 13.2 4 4'],
  clock: ['M10 1.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4z', 'M10 5.6V10l3 2'],
}

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden="true">
      {SHAPES[name].map((path) => (
        <path d={path} />
      ))}
    </svg>
  )
}

const OUTER_ARCH = 'M3 24V11.5C3 6 7.5 2 13 2s10 4 10 9.5V24'
const INNER_ARCH = 'M8.5 24V12.8a4.5 4.5 0 0 1 9 0V24'

/** A gate within a gate. */
export function BrandMark() {
  return (
    <svg class="mark" viewBox="0 0 26 26" fill="none" stroke="currentColor" aria-hidden="true">
      <path d={OUTER_ARCH} />
      <path class="inner" d={INNER_ARCH} />
    </svg>
  )
}

/** The same mark as a file of its own, for the browser's tab. */
export function faviconSvg(accent: { light: string; dark: string }): string {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 26" fill="none" stroke-width="2.6" stroke-linecap="round">',
    `<style>path{stroke:#18222d}.i{stroke:${accent.light}}`,
    `@media(prefers-color-scheme:dark){path{stroke:#e8ecf0}.i{stroke:${accent.dark}}}</style>`,
    `<path d="${OUTER_ARCH}"/><path class="i" d="${INNER_ARCH}"/></svg>`,
  ].join('')
}
