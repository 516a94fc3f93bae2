import bowser from 'bowser'

/** What a person recognises a device by; empty where the header does not say. */
export type Device = { readonly browser: string; readonly system: string }

const UNKNOWN: Device = { browser: '', system: '' }

const LONGEST_HEADER = 512
const LONGEST_NAME = 60

/** Browser with major version and operating system from User-Agent: `Chrome 140` on `Windows`. A hint, never a proof. */
export function readUserAgent(header: string | null | undefined): Device {
  if (!header) return UNKNOWN
  try {
    const { browser, os } = bowser.parse(header.slice(0, LONGEST_HEADER))
    const version = /^\d{1,4}/.exec(browser.version ?? '')?.[0]
    return { browser: cleanName([browser.name, version]), system: cleanName([os.name]) }
  } catch {
    return UNKNOWN
  }
}

/** Where it knows no browser the parser takes words of the header for a name, so only plain ones pass. */
function cleanName([name, version]: readonly (string | undefined)[]): string {
  if (!name || !/^[\p{L}\p{N} ._+/()-]+$/u.test(name)) return ''
  return [name.slice(0, LONGEST_NAME), ...(version === undefined ? [] : [version])].join(' ')
}
