import { readFileSync } from 'node:fs'
import { compressibleTypesSource } from '../../../scripts/compressible-types.js'
import { isCompressible } from './compressible.ts'

describe('isCompressible', () => {
  it.each([
    'text/html',
    'text/event-stream',
    'text/x-of-tomorrow',
    'application/json',
    'application/problem+json',
    'application/x-ndjson',
    'application/javascript',
    'application/wasm',
    'application/openapi+yaml',
    'image/svg+xml',
    'image/x-icon',
    'font/ttf',
  ])('says so of %s', (type) => {
    expect(isCompressible(type)).toBe(true)
  })

  it.each([
    'image/png',
    'image/jpeg',
    'video/mp4',
    'font/woff2',
    'application/zip',
    'application/octet-stream',
    'application/pdf',
    '',
    'html',
  ])('does not say so of %j', (type) => {
    expect(isCompressible(type)).toBe(false)
  })
})

describe('compressibleTypes', () => {
  it('is what mime-db makes it', () => {
    expect(readFileSync(new URL('compressible-types.ts', import.meta.url), 'utf8')).toBe(compressibleTypesSource())
  })
})
