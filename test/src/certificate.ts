import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { binary } from './binary.ts'

/** Makes a key and a certificate for `localhost` and 127.0.0.1, valid for a day, both in one PEM file in the folder. */
export function makeCertificate(folder: string): { certificate: string; key: string } {
  const file = join(folder, 'localhost.pem')
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file]
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  execFileSync(binary('openssl'), ['req', '-x509', '-days', '1', ...key, ...names, '-out', file], { stdio: 'pipe' })
  chmodSync(file, 0o644)
  return { certificate: file, key: file }
}
