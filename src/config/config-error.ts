/** One thing wrong with the configuration: where it stands (`platforms[0].origin`, `GATEHOUSE_US1_SECRET`) and what to do. */
export type ConfigProblem = { readonly path: string; readonly problem: string }

/** Refuses to start, with every problem at once. Its message is for the operator and repeats no value. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    const lines = problems.map(({ path, problem }) => `  ${path}: ${problem}`)
    super([`The configuration has ${count}:`, ...lines].join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}
