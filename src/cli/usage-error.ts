/** The command line was not understood. Its message is one sentence for whoever typed it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
