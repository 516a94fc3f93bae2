#!/usr/bin/env node
import module from 'node:module'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { reserveThreads } from './config/environment.ts'

const NEEDED = 24
const [major = '0'] = process.versions.node.split('.')
if (Number(major) < NEEDED) {
  process.stderr.write(
    `Gatehouse needs Node ${NEEDED} or newer; this is ${process.versions.node}. npm scripts bring their own.\n`,
  )
  process.exit(1)
}

// Hashing takes as many threads as there are cores; two more keep files and names answering meanwhile. Set before the
// pool starts, hence before anything else is loaded.
reserveThreads(availableParallelism() + 2)
// Compiled code is kept beside the program, where only its owner writes: a start takes two thirds of the time. Where the
// program can't be written to, nothing is kept.
module.enableCompileCache(fileURLToPath(new URL('../dist/.compiled', import.meta.url)))
const { runCli } = await import('./cli/main.ts')
process.exitCode = await runCli(process.argv.slice(2))
