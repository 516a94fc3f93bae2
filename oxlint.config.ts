import { defineConfig } from 'oxlint'

const TESTS = ['**/*.test.ts', '**/*.test.tsx', 'test/**']

/** Judged one by one: pedantry that costs clarity stays off, with the reason. */
const OFF = [
  // Waiting one after another is usually the point: rows locked in one order, retries, steps of a person.
  'no-await-in-loop',
  // `async` is a promise's type, also where nothing is awaited yet, and sleep() returns setTimeout's value.
  'require-await',
  'typescript/require-await',
  'no-promise-executor-return',
  // Matters of taste on which the code may choose what reads best.
  'no-inline-comments',
  'no-negated-condition',
  'unicorn/no-negated-condition',
  'no-else-return',
  'no-lonely-if',
  'unicorn/no-lonely-if',
  'unicorn/no-useless-undefined',
  'unicorn/no-array-callback-reference',
  'unicorn/prefer-top-level-await',
  'unicorn/consistent-function-scoping',
  'unicorn/prefer-single-call',
  'require-unicode-regexp',
  'oxc/no-map-spread',
  'oxc/branches-sharing-code',
  'typescript/strict-void-return',
  // `readonly` is written on our types; asking it of every parameter drowns them.
  'typescript/prefer-readonly-parameter-types',
  // `Record<never, never>` says on purpose that a refusal has no details.
  'typescript/no-generated-empty-object-type',
  // A cast states what the compiler cannot know; its reason is for the reviewer, `any` and `!` are refused below.
  'typescript/no-unsafe-type-assertion',
  // `fc.string()` and `pg.Pool` read better than the bare names.
  'import/no-named-as-default-member',
  'unicorn/no-hex-escape',
  'unicorn/escape-case',
  // Spreading a text into its code points is what usernames need.
  'typescript/no-misused-spread',
  // The compiler says it better.
  'consistent-return',
  'typescript/consistent-return',
  'import/default',
  'import/namespace',
] as const

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  jsPlugins: ['./scripts/lint/house.ts'],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error', pedantic: 'error', perf: 'error' },
  ignorePatterns: ['node_modules', 'dist', 'data', 'coverage'],
  rules: {
    ...Object.fromEntries(OFF.map((rule) => [rule, 'off'] as const)),
    // Chosen from the categories that are not switched on as a whole.
    complexity: ['error', { max: 15 }],
    curly: ['error', 'multi-line'],
    'max-depth': ['error', { max: 3 }],
    'max-lines': ['error', { max: 300 }],
    'max-lines-per-function': ['error', { max: 60, IIFEs: true }],
    'max-nested-callbacks': ['error', { max: 4 }],
    'max-params': ['error', { max: 4 }],
    'import/max-dependencies': ['error', { max: 25, ignoreTypeImports: true }],
    'import/no-cycle': 'error',
    'import/no-duplicates': 'error',
    'import/no-mutable-exports': 'error',
    'no-console': 'error',
    'no-eval': 'error',
    'no-param-reassign': 'error',
    'no-var': 'error',
    'no-implicit-coercion': 'error',
    'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
    'object-shorthand': 'error',
    'prefer-const': 'error',
    'prefer-object-has-own': 'error',
    'prefer-template': 'error',
    'typescript/consistent-type-definitions': ['error', 'type'],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unnecessary-condition': 'error',
    'typescript/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
    'typescript/restrict-template-expressions': ['error', { allowNumber: true }],
    'typescript/strict-boolean-expressions': [
      'error',
      { allowNullableObject: true, allowNullableBoolean: true, allowNullableString: true },
    ],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'unicorn/no-abusive-eslint-disable': 'error',
    'unicorn/prefer-node-protocol': 'error',
    // The house's own rules stand in scripts/lint.
    'house/shape': 'error',
  },
  overrides: [
    {
      files: ['src/**/*.ts', 'src/**/*.tsx'],
      excludeFiles: [...TESTS, 'src/browser/**'],
      rules: { 'house/borders': 'error', 'house/sources': 'error' },
    },
    {
      files: TESTS,
      rules: {
        // A `describe` is a chapter, not a function, and a test may build what the types forbid.
        'max-lines-per-function': 'off',
        'max-nested-callbacks': 'off',
        'max-params': 'off',
        'vitest/no-conditional-in-test': 'off',
        'vitest/expect-expect': 'off',
      },
    },
    {
      files: ['src/main.ts', 'src/cli/**', 'src/demo/**', 'bench/**', 'scripts/**', 'test/support/**'],
      rules: { 'no-console': 'off' },
    },
    { files: ['*.config.ts', 'scripts/lint/house.ts'], rules: { 'house/shape': 'off' } },
    // An element of Hono's JSX is its HTML when it is made a text.
    { files: ['**/*.tsx'], rules: { 'typescript/no-base-to-string': 'off' } },
    {
      files: ['src/browser/**'],
      // `export {}` makes a module of a script, and an id is looked up fastest as one.
      rules: { 'unicorn/require-module-specifiers': 'off', 'unicorn/prefer-query-selector': 'off' },
    },
    // Plain scripts have no types to be aware of.
    { files: ['**/*.mjs'], rules: { 'typescript/no-unsafe-call': 'off' } },
  ],
})
