/** One line of the table. */
export type Row = {
  readonly id: string
  readonly figure: string
  readonly unit: string
  readonly measured: number
  /** What the same work costs without us, in the same unit; null for figures that stand for themselves. */
  readonly reference: number | null
  /** The median of the rounds' own ratios; the measured value where there is no reference. */
  readonly judged: number
  readonly reach: { readonly bound: 'at least' | 'at most'; readonly value: number }
}

export function isReached({ judged, reach }: Row): boolean {
  return reach.bound === 'at least' ? judged >= reach.value : judged <= reach.value
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** A figure and its reference in turn, so that whatever else the machine does falls on both. Medians of all rounds. */
export async function inTurn(
  rounds: number,
  sides: { ours: () => Promise<number>; reference: () => Promise<number> },
): Promise<{ measured: number; reference: number; judged: number }> {
  const pairs: { ours: number; reference: number }[] = []
  for (let done = 0; done < rounds; done += 1) {
    const reference = await sides.reference()
    pairs.push({ ours: await sides.ours(), reference })
  }
  return {
    measured: median(pairs.map((pair) => pair.ours)),
    reference: median(pairs.map((pair) => pair.reference)),
    judged: median(pairs.map((pair) => pair.ours / pair.reference)),
  }
}

/** A figure without reference, measured several times. */
export async function repeated(
  times: number,
  measure: () => Promise<number>,
): Promise<{ measured: number; reference: null; judged: number }> {
  const values: number[] = []
  for (let time = 0; time < times; time += 1) values.push(await measure())
  return { measured: median(values), reference: null, judged: median(values) }
}

export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.id,
    row.figure,
    `${rounded(row.measured)} ${row.unit}`,
    row.reference === null ? '' : `${rounded(row.reference)} ${row.unit}`,
    row.reference === null ? '' : row.judged.toFixed(2),
    `${row.reach.bound} ${row.reach.value}`,
    isReached(row) ? 'reached' : 'MISSED',
  ])
  const lines = [['', 'figure', 'measured', 'reference', 'ratio', 'reach', ''], ...cells]
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
