/** Parts of the world as the directory of platforms names them, in the order in which pages list them. */
export const REGIONS = ['Americas', 'Europe', 'Middle East', 'Africa', 'Asia Pacific'] as const
export type WorldRegion = (typeof REGIONS)[number]

/** ISO 3166-1 alpha-2, each in the part of the world whose support hours suit it. */
const COUNTRIES: Readonly<Record<WorldRegion, string>> = {
  Americas:
    'AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UM UY VC VE VG VI',
  Europe:
    'AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA',
  'Middle East': 'AE BH IL IQ IR JO KW LB OM PS QA SA SY YE',
  Africa:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW',
  'Asia Pacific':
    'AF AQ AS AU BD BN BT CC CK CN CX FJ FM GU HK HM ID IN IO JP KG KH KI KP KR KZ LA LK MH MM MN MO MP MV MY NC NF NP NR NU NZ PF PG PH PK PN PW SB SG TF TH TJ TK TL TM TO TV TW UZ VN VU WF WS',
}

const REGION_OF: ReadonlyMap<string, WorldRegion> = new Map(
  REGIONS.flatMap((region) => COUNTRIES[region].split(' ').map((country) => [country, region] as const)),
)

const NAMES = new Intl.DisplayNames('en-GB', { type: 'region' })

/** Whether a text is an ISO 3166-1 alpha-2 code in capitals. */
export function isCountry(code: string): boolean {
  return REGION_OF.has(code)
}

/** "United Kingdom" */
export function countryName(code: string): string {
  return NAMES.of(code) ?? code
}

/** Null for what is no country. */
export function regionOfCountry(code: string): WorldRegion | null {
  return REGION_OF.get(code) ?? null
}

/** All of them with their names, by name. */
export function listCountries(): readonly { readonly code: string; readonly name: string }[] {
  return [...REGION_OF.keys()]
    .map((code) => ({ code, name: countryName(code) }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
}

/** As far as anybody reads of a header that browsers keep short. */
const LONGEST_HEADER = 500

/**
 * The country that a browser's languages tell of (RFC 9110, 12.5.4): of the most wanted language that names one
 * (`en-GB`), else where the first language is mostly spoken (`fr`: France). English alone is spoken everywhere, and tells
 * nothing. Null: no guess.
 */
export function guessCountry(acceptLanguage: string | null | undefined): string | null {
  const locales = (acceptLanguage ?? '')
    .slice(0, LONGEST_HEADER)
    .split(',')
    .map((item, index) => ({ ...readRange(item), index }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight || one.index - other.index)
    .flatMap(({ tag }) => localeOf(tag) ?? [])
  const named = locales.find(({ region }) => region !== undefined && isCountry(region))?.region
  if (named !== undefined) return named
  const [first] = locales
  const likely = first === undefined || first.language === 'en' ? undefined : first.maximize().region
  return likely !== undefined && isCountry(likely) ? likely : null
}

function readRange(item: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = item.split(';').map((part) => part.trim())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  const weight = quality === undefined ? 1 : Number(quality.slice(2))
  return { tag, weight: Number.isFinite(weight) ? weight : 0 }
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag)
  } catch {
    return null
  }
}
