// https://fast-cgi.github.io/spec §4
import { decodeParams, encodeParams, encodeRecord, encodeUnknownType, recordType, type FastcgiRecord } from '@gangway/wire'
import type { Settings } from './options.ts'

/**
 * The answer to a management record (id 0): values the web server asks for, or that we do not know the type.
 * @throws {WireError} when the names it asks for are malformed.
 */
export function answerManagement(record: FastcgiRecord, settings: Settings): Uint8Array {
  if (record.type !== recordType.getValues) return encodeUnknownType(record.type)
  const known = valuesOf(settings)
  const asked = decodeParams(record.content).filter((_, index) => index % 2 === 0)
  const pairs = asked.flatMap((name) => (Object.hasOwn(known, name) ? [name, known[name] ?? ''] : []))
  return encodeRecord(recordType.getValuesResult, 0, encodeParams(pairs))
}

function valuesOf({ connections, multiplex, requestsAtOnce }: Settings): Readonly<Record<string, string>> {
  const most = Number.isFinite(connections) ? connections : 65_535
  return {
    FCGI_MAX_CONNS: String(most),
    FCGI_MAX_REQS: String(multiplex ? most * requestsAtOnce : most),
    FCGI_MPXS_CONNS: multiplex ? '1' : '0',
  }
}
