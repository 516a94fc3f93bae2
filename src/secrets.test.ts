import { createPublicKey, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { passwordProblems } from './domain/password-policy.ts'
import { POLICY_PROFILES } from './domain/policy-profile.ts'
import { newShortId, newTypablePassword, shortIdOf, signingKeyOf, verifySignature } from './secrets.ts'

const MANY = Array.from({ length: 2_000 }, newTypablePassword)

it('a generated password is four groups of five, of characters that look like no other, and never the same (S24)', () => {
  for (const password of MANY) expect(password).toMatch(/^[a-hjkmnp-z2-9]{5}(?:-[a-hjkmnp-z2-9]{5}){3}$/u)
  expect(new Set(MANY).size).toBe(MANY.length)
  // Every character of the 31, so that 20 of them are 99 bits.
  expect(new Set(MANY.join('').replaceAll('-', '')).size).toBe(31)
})

it('a generated password meets every profile’s own policy (S24)', () => {
  for (const profile of Object.values(POLICY_PROFILES)) {
    for (const password of MANY.slice(0, 300)) expect(passwordProblems({ password, profile, context: null })).toEqual([])
  }
})

it('what one signs is verified by the public key alone, and by nobody else’s; every change of a bit is noticed', () => {
  const [ours, theirs] = [signingKeyOf(Buffer.alloc(32, 1)), signingKeyOf(Buffer.alloc(32, 2))]
  const signature = ours.sign('the directory')
  expect(verifySignature(ours.publicKey, 'the directory', signature)).toBe(true)
  expect(verifySignature(theirs.publicKey, 'the directory', signature)).toBe(false)
  expect(verifySignature(ours.publicKey, 'the directorz', signature)).toBe(false)
  const bent = Buffer.from(signature)
  bent[10] = (bent[10] ?? 0) ^ 1
  expect(verifySignature(ours.publicKey, 'the directory', bent)).toBe(false)
})

it('a signature of another length, and a key of another length, match nothing and throw nothing', () => {
  const { publicKey, sign } = signingKeyOf(Buffer.alloc(32, 1))
  expect(verifySignature(publicKey, 'x', new Uint8Array())).toBe(false)
  expect(verifySignature(publicKey.subarray(1), 'x', sign('x'))).toBe(false)
})

it('a signing key is Ed25519 as everyone knows it (RFC 8032, RFC 8037), the same for the same secret', () => {
  const { publicKey, sign } = signingKeyOf(Buffer.alloc(32, 1))
  expect(signingKeyOf(Buffer.alloc(32, 1)).publicKey).toEqual(publicKey)
  const jwk = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }, format: 'jwk' })
  expect(verify(null, Buffer.from('x'), jwk, sign('x'))).toBe(true)
})

it('short ids are twelve small letters and digits: new ones differ, made ones are the same for the same parts', () => {
  const ids = Array.from({ length: 2_000 }, newShortId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of [...ids, shortIdOf('component', 'US1')]) expect(id).toMatch(/^[a-z0-9]{12}$/)
  expect(shortIdOf('component', 'US1')).toBe(shortIdOf('component', 'US1'))
  expect(shortIdOf('component', 'US1')).not.toBe(shortIdOf('componentUS', '1'))
})
