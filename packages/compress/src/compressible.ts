import { compressibleTypes } from './compressible-types.ts'

/** Media types that mime-db does not have. */
const others = new Set(['application/jsonl', 'application/ndjson', 'application/x-ndjson', 'application/json-seq', 'application/yaml'])

/** Whether bodies of this media type shrink: text, JSON, XML, YAML, and what mime-db says does. */
export function isCompressible(type: string): boolean {
  return type.startsWith('text/') || /\+(?:json|text|xml|yaml)$/.test(type) || compressibleTypes.has(type) || others.has(type)
}
