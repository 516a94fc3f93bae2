import type { Platform, PlatformDirectory } from '../domain/platform-directory.ts'
import type { PolicyProfile } from '../domain/policy-profile.ts'
import type { UptimeWeights } from '../domain/status-facts.ts'

/** The whole configuration of one process: parsed once, frozen, secrets included. Never log it. */
export type Config = {
  readonly brand: Brand
  readonly listen: { readonly hosts: readonly string[]; readonly port: number }
  /** Where the private PostgreSQL, the outbox and generated secrets live; absolute. */
  readonly dataFolder: string
  /** Folder of PostgreSQL's own programs for the private server; null: those from npm, else the system's newest. */
  readonly postgresBin: string | null
  /** CIDR networks whose X-Forwarded-For is believed (I-16). Empty: the socket's address counts. */
  readonly trustedProxies: readonly string[]
  readonly directory: PlatformDirectory
  readonly support: SupportContacts
  readonly mail: MailConfig
  /** Origins at which the front door answers, here or in another process; the first is the one in links. */
  readonly frontDoor: {
    readonly origins: readonly string[]
    /** Platforms of ours that other processes serve: the front door asks them, and posts to them. */
    readonly platforms: readonly OwnPlatform[]
  }
  readonly servesFrontDoor: boolean
  /** The front door's own database and accounts; null where this process doesn't serve it. */
  readonly core: PlatformConfig | null
  /** The 32 bytes by which platforms know what the front door has signed (Ed25519); null: then nothing of it is believed. */
  readonly frontDoorKey: Uint8Array | null
  readonly status: StatusConfig
  readonly platforms: readonly PlatformConfig[]
  /** How many password hashes at a time (default: cores) and how many may wait before 503. */
  readonly hashing: { readonly concurrency: number; readonly queue: number }
  /** The demo's outbox page and start-up text; never in production. */
  readonly demo: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

export type Brand = {
  readonly name: string
  /** CSS colours of the accent in light and dark, or null for the house's own. */
  readonly accent: { readonly light: string; readonly dark: string } | null
}

export type OwnPlatform = { readonly id: string; readonly origin: string }

/** What is published, and how it is kept true (S03). */
export type StatusConfig = {
  /** "Acme Status" */
  readonly name: string
  /** Where the snapshot is written; absolute. */
  readonly folder: string
  /** Without a sign of life for so long, what is published is shown as unknown (N14). */
  readonly staleAfterSeconds: number
  /** Components beside the platforms, in their order. */
  readonly shared: readonly SharedComponent[]
  readonly weights: UptimeWeights
  readonly probes: ProbesConfig
  /** Whether webhooks may go to private networks. */
  readonly privateWebhooks: boolean
}

export type SharedComponent = { readonly key: string; readonly name: string; readonly description: string | null }

export type ProbesConfig = {
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  /** So many failures, or successes, in a row before a state changes by itself. */
  readonly failures: number
  readonly successes: number
  readonly targets: readonly ProbeTarget[]
}

/** `component`: a platform's id or a shared component's key. */
export type ProbeTarget = { readonly component: string } & (
  | { readonly kind: 'ready'; readonly origin: string }
  | { readonly kind: 'http'; readonly url: string; readonly status: number }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'tls'; readonly host: string; readonly port: number; readonly days: number }
)

/** One platform that this process serves. */
export type PlatformConfig = {
  readonly platform: Platform
  /** `https://qualysguard.example`: scheme, host, port; mailed links start with it (I-07). The core's goes on with `/staff`. */
  readonly origin: string
  readonly database: DatabaseConfig
  readonly profile: PolicyProfile
  /** Why it may be below its own standard, and where it is; null: it is not. */
  readonly policyException: PolicyException | null
  readonly audit: AuditRetention
  /** 32 bytes outside the database: signs captchas and blinds guard subjects. */
  readonly secret: Uint8Array
  /** Argon2's secret input (I-35), or null. */
  readonly pepper: Uint8Array | null
}

/** `loosened`: keys of the policy, as the file names them. */
export type PolicyException = { readonly reason: string; readonly loosened: readonly string[] }

/** How long events of the audit trail are kept, in days. */
export type AuditRetention = { readonly keepDays: number; readonly signInDays: number }

export type DatabaseConfig =
  | { readonly kind: 'embedded'; readonly name: string }
  | {
      readonly kind: 'server'
      readonly url: string
      /** Of the role that owns the tables; null: the application's own does. */
      readonly ownerUrl: string | null
      readonly namedStatements: boolean
      readonly poolSize: number
    }

export type MailConfig = {
  /** `Gatehouse <no-reply@example.com>` */
  readonly from: string
  readonly transport: MailTransport
}

export type MailTransport =
  | { readonly kind: 'outbox'; readonly folder: string }
  | {
      readonly kind: 'smtp'
      readonly host: string
      readonly port: number
      /** implicit: TLS from the first byte; required: STARTTLS or fail; opportunistic: STARTTLS if offered; none. */
      readonly tls: 'implicit' | 'required' | 'opportunistic' | 'none'
      /** PEM of a private authority, or null for the system's. */
      readonly ca: string | null
      readonly credentials: { readonly username: string; readonly password: string } | null
    }

export type SupportContacts = {
  readonly name: string
  readonly email: string | null
  readonly numbers: readonly SupportNumber[]
}

export type SupportNumber = {
  /** "USA and Canada" */
  readonly location: string
  /** E.164: +18668016161 */
  readonly number: string
  /** As people of that place write it. */
  readonly display: string
  readonly kind: 'toll-free' | 'toll' | 'local'
  /** Reachable from anywhere: always shown first to those whose location is unknown. */
  readonly international: boolean
  /** ISO 3166-1; default: that of the number. */
  readonly countries?: readonly string[] | undefined
  /** BCP 47 */
  readonly languages?: readonly string[] | undefined
  /** `Mon-Fri 09:00-17:30`, or `Always`; default: not stated. */
  readonly hours?: readonly string[] | undefined
  /** IANA; it belongs to the hours. */
  readonly timeZone?: string | undefined
  /** `2026-12-25`, or `12-25` for every year. */
  readonly holidays?: readonly string[] | undefined
}
