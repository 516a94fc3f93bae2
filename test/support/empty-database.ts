import { inject } from 'vitest'
import { connect } from '../../src/db/connect.ts'
import type { Database } from '../../src/db/schema.ts'
import { newId } from '../../src/secrets.ts'
import type { DatabaseTarget } from '../../src/sites/open-platform.ts'
import { connectAdmin, onDatabase } from './template.ts'

export type EmptyDatabase = {
  readonly target: DatabaseTarget
  /** A pool of its own, closed with the rest. */
  readonly open: (settings?: { poolSize?: number; namedStatements?: boolean }) => Database
  readonly close: () => Promise<void>
}

/** A database with nothing in it, on the run's server or on another. */
export async function createEmptyDatabase(server: DatabaseTarget = inject('databaseServer')): Promise<EmptyDatabase> {
  const name = `empty_${newId().replaceAll('-', '')}`
  const admin = await connectAdmin(server)
  await admin.query(`create database ${name}`)
  const target = onDatabase(server, name)
  const pools: Database[] = []
  return {
    target,
    open: (settings = {}) => {
      const pool = connect({ target, poolSize: 4, namedStatements: true, ...settings }, () => undefined)
      pools.push(pool)
      return pool
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()))
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.end()
    },
  }
}
