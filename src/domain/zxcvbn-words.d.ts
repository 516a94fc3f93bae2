/** The packages type their dictionaries as a whole only; these two are a third of the whole in memory. */
declare module '@zxcvbn-ts/language-common/dist/passwords.json.mjs' {
  const byFrequency: readonly string[]
  export { byFrequency as default }
}

declare module '@zxcvbn-ts/language-en/dist/commonWords.json.mjs' {
  const byFrequency: readonly string[]
  export { byFrequency as default }
}
