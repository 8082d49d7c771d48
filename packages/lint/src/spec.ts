// Writes SPEC.md: node --import ./scripts/source-imports.js packages/lint/src/spec.ts
import type { Sentence } from './rule.ts'
import { requestChunkRules, requestFailureRules, requestLengthRules, responseChunkRules } from './rules/body-chunks.ts'
import { leftoverRules, requestReadRules, responseReadRules } from './rules/body-reading.ts'
import { requestBodyRules } from './rules/context-body.ts'
import { clientRules } from './rules/context-client.ts'
import { gatewayRules } from './rules/context-gateway.ts'
import { requestFieldRules } from './rules/context-headers.ts'
import { callRules, shapeRules } from './rules/context-shape.ts'
import { urlRules } from './rules/context-url.ts'
import { handingRules, keyRules, passageRules } from './rules/handing-on.ts'
import { derivationRules, interimOutcomeRules, interimRules, requestRules } from './rules/methods.ts'
import { completionRules, failedWorkRules, lateWaitRules, promiseRules, rejectionRules, trailerRules, waitRules } from './rules/promises.ts'
import { contentRules, lengthRules } from './rules/response-content.ts'
import { fieldRules } from './rules/response-fields.ts'
import { metadataRules } from './rules/response-metadata.ts'
import { failureRules, responseRules, returnRules, sourceRules, statusRules } from './rules/response.ts'
import { abortRules, signalRules } from './rules/signal.ts'

// Not an import: only this script needs files, the package runs where there are none.
const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs')

/** The sentences of each place in the template. */
const sentences: Readonly<Record<string, readonly (readonly Sentence[])[]>> = {
  return: [returnRules],
  handing: [handingRules],
  call: [callRules],
  shape: [shapeRules],
  url: [urlRules],
  fields: [requestFieldRules],
  body: [requestBodyRules, requestChunkRules, requestLengthRules, requestFailureRules, requestReadRules],
  request: [requestRules],
  client: [clientRules],
  gateway: [gatewayRules],
  methods: [interimRules, interimOutcomeRules, waitRules, lateWaitRules, failedWorkRules],
  promises: [signalRules, abortRules, promiseRules, completionRules, rejectionRules, trailerRules],
  keys: [derivationRules, keyRules],
  response: [responseRules, passageRules],
  head: [statusRules, fieldRules],
  metadata: [metadataRules],
  content: [contentRules, lengthRules],
  source: [sourceRules, responseChunkRules],
  reading: [responseReadRules, leftoverRules],
  failure: [failureRules],
}

/** The text of SPEC.md: the template, with each rule's sentence where it belongs. */
export function specification(): string {
  const template = readFileSync(new URL('./spec/specification.md', import.meta.url), 'utf8')
  const notice = '<!-- Made from packages/lint/src by `node --import ./scripts/source-imports.js packages/lint/src/spec.ts`. -->\n\n'
  return notice + template.replace(/^<!-- ([a-z]+) -->$/gm, (_, place: string) => listOf(place))
}

function listOf(place: string): string {
  const found = sentences[place]
  if (!found) throw new TypeError(`lint: the specification has no sentences for ${place}`)
  const sorted = found.flat().sort((one, other) => one.code.localeCompare(other.code))
  return sorted.map(lineOf).join('\n')
}

function lineOf({ code, sentence, clause, severity }: Sentence): string {
  return `- **${code}** (${severity === 'error' ? 'must' : 'should'}; ${clause}): ${sentence}`
}

if (import.meta.main) writeFileSync(new URL('../SPEC.md', import.meta.url), specification())
