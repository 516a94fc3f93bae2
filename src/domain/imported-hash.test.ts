import { describe, expect, it } from 'vitest'
import { readImportedHash } from './imported-hash.ts'

const B64_16 = 'AAECAwQFBgcICQoLDA0ODw'
const B64_32 = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
const BCRYPT_TAIL = 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

const TAKEN: readonly (readonly [scheme: string, text: string])[] = [
  ['argon2id', `$argon2id$v=19$m=65536,t=4,p=1$${B64_16}$${B64_32}`],
  ['argon2id', `$argon2id$v=19$m=8,t=1,p=1$${B64_16}$${B64_32}`],
  ['argon2id', `$argon2id$v=19$m=131072,t=4,p=16$${B64_16}$${B64_32}`],
  ['bcrypt', `$2a$05$${BCRYPT_TAIL}`],
  ['bcrypt', `$2b$13$${BCRYPT_TAIL}`],
  ['bcrypt', `  $2y$04$${BCRYPT_TAIL}\t`],
  ['scrypt', `$scrypt$ln=17,r=8,p=1$${B64_16}$${B64_32}`],
  ['scrypt', `$scrypt$ln=1,r=1,p=1$${B64_16}$${B64_32}`],
  ['pbkdf2', `$pbkdf2-sha256$i=600000$${B64_16}$${B64_32}`],
  ['pbkdf2', `$pbkdf2-sha256$i=1500000,l=32$${B64_16}$${B64_32}`],
  ['pbkdf2', `$pbkdf2-sha512$25000$${B64_16.replaceAll('w', '.')}$${B64_32}`],
]

const REFUSED: readonly (readonly [problem: string, text: string, why: string])[] = [
  ['costly', `$argon2id$v=19$m=131073,t=1,p=1$${B64_16}$${B64_32}`, 'more than 128 MiB'],
  ['costly', `$argon2id$v=19$m=131072,t=5,p=1$${B64_16}$${B64_32}`, 'too much memory times passes'],
  ['costly', `$argon2id$v=19$m=8,t=999999999,p=1$${B64_16}$${B64_32}`, 'passes without end'],
  ['costly', `$argon2id$v=19$m=4096,t=1,p=17$${B64_16}$${B64_32}`, 'too many lanes'],
  ['costly', `$2b$14$${BCRYPT_TAIL}`, 'a second of bcrypt'],
  ['costly', `$2b$31$${BCRYPT_TAIL}`, 'a day of bcrypt'],
  ['costly', `$scrypt$ln=18,r=8,p=1$${B64_16}$${B64_32}`, 'more than 128 MiB'],
  ['costly', `$scrypt$ln=63,r=8,p=1$${B64_16}$${B64_32}`, 'more memory than there is'],
  ['costly', `$scrypt$ln=1,r=1,p=999999999$${B64_16}$${B64_32}`, 'lanes without end'],
  ['costly', `$scrypt$ln=1,r=999999999,p=1$${B64_16}$${B64_32}`, 'blocks without end'],
  ['costly', `$pbkdf2-sha256$i=1500001$${B64_16}$${B64_32}`, 'too many rounds'],
  ['costly', `$pbkdf2-sha512$999999999$${B64_16}$${B64_32}`, 'rounds without end'],
  ['unknown', '', 'nothing'],
  ['unknown', 'correct horse battery staple', 'a password'],
  ['unknown', '5f4dcc3b5aa765d61d8327deb882cf99', 'MD5'],
  ['unknown', `{SSHA}${B64_32}`, 'an LDAP hash'],
  ['unknown', '$1$salt$qJH7.N4xYta3aEG/dfqo/0', 'md5crypt'],
  ['unknown', `$argon2i$v=19$m=65536,t=4,p=1$${B64_16}$${B64_32}`, 'Argon2i'],
  ['unknown', `$argon2id$m=65536,t=4,p=1$${B64_16}$${B64_32}`, 'no version'],
  ['unknown', `$argon2id$v=19$m=0,t=0,p=0$${B64_16}$${B64_32}`, 'no work'],
  ['unknown', `$argon2id$v=19$m=15,t=1,p=2$${B64_16}$${B64_32}`, 'less memory than its lanes need'],
  ['unknown', `$argon2id$v=19$m=65536,t=4,p=1$${B64_16}`, 'no hash'],
  ['unknown', `$argon2id$v=19$m=65536,t=4,p=1$AAAA$${B64_32}`, 'a salt of three bytes'],
  ['unknown', `$argon2id$v=19$m=65536,t=4,p=1$${B64_16}$AAAAA`, 'no base64'],
  ['unknown', `$2x$10$${BCRYPT_TAIL}`, 'the mark of the faulty bcrypt'],
  ['unknown', `$2b$+4$${BCRYPT_TAIL}`, 'a cost with a sign'],
  ['unknown', `$2b$03$${BCRYPT_TAIL}`, 'a cost below the least'],
  ['unknown', `$2b$10$${BCRYPT_TAIL}x`, 'one character more'],
  ['unknown', `$2b$10$${BCRYPT_TAIL}\n$2b$10$${BCRYPT_TAIL}`, 'two of them'],
  ['unknown', `$scrypt$ln=0,r=8,p=1$${B64_16}$${B64_32}`, 'N of one'],
  ['unknown', `$scrypt$ln=16,r=0,p=1$${B64_16}$${B64_32}`, 'no blocks'],
  ['unknown', `$scrypt$ln=16,r=8,p=1$${B64_16}$AAAA`, 'a hash of three bytes'],
  ['unknown', `$pbkdf2-sha256$i=0$${B64_16}$${B64_32}`, 'no rounds'],
  ['unknown', `$pbkdf2-sha256$i=1000,l=20$${B64_16}$${B64_32}`, 'another length than it says'],
  ['unknown', `$pbkdf2-sha1$i=1000$${B64_16}$${B64_32}`, 'SHA-1'],
  ['unknown', `$pbkdf2-sha256$i=1000$${B64_16}$${B64_32.repeat(20)}`, 'a hash without end'],
]

describe('A16 a hash from a file', () => {
  it.each(TAKEN)('is taken as %s: %s', (scheme, text) => {
    const read = readImportedHash(text)
    expect(read.ok && read.hash.scheme).toBe(scheme)
  })

  it.each(REFUSED)('I-35 is refused as %s: %s (%s)', (problem, text) => {
    expect(readImportedHash(text)).toEqual({ ok: false, problem })
  })
})
