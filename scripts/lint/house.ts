import { relative, sep } from 'node:path'
import type { RuleTester } from 'oxlint/plugins-dev'
import { BORDERS, placeOfFile, placeOfImport } from './borders.ts'

type Rule = Parameters<RuleTester['run']>[1]
type Context = Parameters<NonNullable<Rule['create']>>[0]
type Node = Extract<Parameters<Context['report']>[0], { node: unknown }>['node']

const pathOf = (context: Context) => relative(context.cwd, context.filename).split(sep).join('/')

/** Who may import what: the table of `borders.ts`. Tests may look anywhere. */
const borders: Rule = {
  create: (context) => {
    const path = pathOf(context)
    const from = placeOfFile(path)
    const check = (source: Node & { value?: unknown }) => {
      if (typeof source.value !== 'string') return
      const to = placeOfImport(path, source.value)
      const border = BORDERS.find(({ crossed }) => crossed(from, to))
      if (border) context.report({ node: source, message: border.because })
    }
    return {
      ImportDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => {
        if (node.source) check(node.source)
      },
    }
  },
}

const TIME = 'Time comes from src/clock.ts alone, so that tests can set it. (`new Date(value)` is fine.)'
const CHANCE = 'Randomness and hashing come from src/secrets.ts alone, so that they can be reviewed in one place.'
const ENVIRONMENT = 'The environment is read in src/config alone, so that every problem in it is listed at once.'

/** Members of a global that are a source (null: all of them), who may read them, and why nobody else may. */
type Source = { readonly members: readonly string[] | null; readonly owner: RegExp; readonly because: string }

const SOURCES: ReadonlyMap<string, Source> = new Map(
  Object.entries({
    Date: { members: ['now'], owner: /^src\/clock\.ts$/, because: TIME },
    performance: { members: null, owner: /^src\/clock\.ts$/, because: TIME },
    Math: { members: ['random'], owner: /^src\/secrets\.ts$/, because: CHANCE },
    crypto: { members: null, owner: /^src\/secrets\.ts$/, because: CHANCE },
    process: { members: ['env'], owner: /^src\/config\//, because: ENVIRONMENT },
  }),
)

/** Time, chance and environment enter through one door each. */
const sources: Rule = {
  create: (context) => {
    const path = pathOf(context)
    const isClock = path === 'src/clock.ts'
    const isDate = (callee: { type: string; name?: unknown }) => callee.type === 'Identifier' && callee.name === 'Date'
    return {
      MemberExpression: (node) => {
        if (node.object.type !== 'Identifier') return
        const source = SOURCES.get(node.object.name)
        if (source === undefined || source.owner.test(path)) return
        const member =
          node.property.type === 'Identifier' ? node.property.name : node.property.type === 'Literal' && node.property.value
        if (source.members?.some((name) => name === member) ?? true) context.report({ node, message: source.because })
      },
      CallExpression: (node) => {
        if (!isClock && isDate(node.callee)) context.report({ node, message: TIME })
      },
      NewExpression: (node) => {
        if (!isClock && isDate(node.callee) && node.arguments.length === 0) context.report({ node, message: TIME })
      },
    }
  },
}

/** Free functions in files that say what they export. */
const shape: Rule = {
  create: (context) => ({
    ExportDefaultDeclaration: (node) =>
      context.report({ node, message: 'No default exports: a thing has one name, the same wherever it is imported.' }),
    ExportAllDeclaration: (node) => context.report({ node, message: BARREL }),
    ExportNamedDeclaration: (node) => {
      if (node.source) context.report({ node, message: BARREL })
    },
    TSEnumDeclaration: (node) =>
      context.report({ node, message: 'No enums: a union of string literals says the same and is erasable.' }),
    ClassDeclaration: (node) => {
      if (!isError(node.superClass)) context.report({ node, message: CLASS })
    },
    ClassExpression: (node) => {
      if (!isError(node.superClass)) context.report({ node, message: CLASS })
    },
  }),
}

const BARREL = 'No barrels: import a thing from the file that defines it, so that the borders stay visible.'
const CLASS = 'No classes but errors: write a free function with named arguments, or a function that returns an object.'

function isError(superClass: unknown): boolean {
  const name = typeof superClass === 'object' && superClass !== null && 'name' in superClass ? superClass.name : ''
  return typeof name === 'string' && /(Error|Refusal)$/.test(name)
}

const plugin = { meta: { name: 'house' }, rules: { borders, sources, shape } }

export default plugin
