import { answerOf, isResponse, isStreamed, type Answer } from './answer.ts'
import type { Fields } from './fields.ts'
import type { Layer } from './layer.ts'
import { passageRules } from './rules/handing-on.ts'
import { contentRules, lengthRules } from './rules/response-content.ts'
import { fieldRules } from './rules/response-fields.ts'
import { metadataRules } from './rules/response-metadata.ts'
import { failureRules, responseRules, returnRules, sourceRules, statusRules } from './rules/response.ts'
import { watchResponse } from './watch-response.ts'

const passed = new WeakMap<Response, { readonly layer: Layer; readonly fields: Fields }>()

/** Checks what the inside of a layer returned, and gives what its outside gets. */
export function judge(layer: Layer, response: Response): Response {
  layer.isReturned = true
  layer.check(returnRules, response, layer.inside())
  if (!isResponse(response)) return response
  const answer = readAnswer(layer, response)
  try {
    checkAnswer(layer, answer)
  } catch (error) {
    discard(answer, error)
    throw error
  }
  const watched = watchResponse(layer, answer)
  passed.set(watched, { layer, fields: answer.fields })
  return watched
}

/** Checks what the inside of a layer failed with. */
export function judgeFailure(layer: Layer, error: unknown): void {
  layer.isReturned = true
  layer.check(failureRules, error, layer.inside())
}

function readAnswer(layer: Layer, response: Response): Answer {
  const answer = answerOf(response, layer.context, layer.observer.sources)
  if (isStreamed(answer.source)) layer.observer.sources.add(answer.source)
  return answer
}

function checkAnswer(layer: Layer, answer: Answer): void {
  const blame = layer.inside()
  layer.check(passageRules, { changed: changeOf(layer, answer) }, blame)
  for (const rules of [responseRules, statusRules, sourceRules, fieldRules, contentRules, metadataRules]) layer.check(rules, answer, blame)
  const { source, status, method, declared, bytes } = answer
  const isForeign = source === null && (method === 'HEAD' || status === 304)
  if (bytes !== undefined && !isForeign) layer.check(lengthRules, { declared, bytes, isWhole: true }, blame)
}

// The same object with other fields than it had when it left the lint inside.
function changeOf(layer: Layer, { response, fields }: Answer): string | undefined {
  const known = passed.get(response)
  if (!known || !layer.isAround(known.layer)) return undefined
  const before = known.fields.map((field) => field.join(': '))
  const after = fields.map((field) => field.join(': '))
  const changed = [
    ...after.filter((line) => !before.includes(line)),
    ...before.filter((line) => !after.includes(line)).map((line) => `no ${line}`),
  ]
  return changed.length === 0 ? undefined : changed.join(', ')
}

// Nobody else will: the response ends here.
function discard({ source }: Answer, reason: unknown): void {
  if (isStreamed(source) && 'getReader' in source && !source.locked) source.cancel(reason).catch(ignoreFailure)
}

// What stopped the source is on its way to who called.
function ignoreFailure(): void {}
