import type { Command } from './command.ts'

/** What the commands do and take, made from their own tables. */
export function helpText(commands: ReadonlyMap<string, Command>): string {
  return [...commands].map(([name, command]) => describeCommand(name, command)).join('\n\n')
}

function describeCommand(name: string, { summary, options }: Command): string {
  const rows = Object.entries(options).map(([option, described]) => {
    const left =
      described.type === 'operand'
        ? described.value
        : described.type === 'boolean'
          ? `--${option}`
          : `--${option} ${described.value}`
    const isNeeded = described.type === 'operand' || (described.type === 'string' && described.required)
    const needed = isNeeded ? '' : ' (optional)'
    return { left, about: `${described.about}${needed}` }
  })
  const width = Math.max(0, ...rows.map(({ left }) => left.length))
  return [`gatehouse ${name}`, `  ${summary}`, ...rows.map(({ left, about }) => `    ${left.padEnd(width)}  ${about}`)].join('\n')
}
