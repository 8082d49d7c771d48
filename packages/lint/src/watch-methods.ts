import type { Context, HeaderInit } from '@gangway/gateway'
import type { Fields } from './fields.ts'
import type { Layer } from './layer.ts'
import { isPromise } from './read.ts'
import { interimOutcomeRules, interimRules } from './rules/methods.ts'
import { failedWorkRules, lateWaitRules, waitRules } from './rules/promises.ts'

/** `sendInformational`, looking at what it is given and at what comes of it. */
export function watchInformational(layer: Layer, context: Context): Context['sendInformational'] {
  return (status, headers) => {
    // Read once: the pairs may come from an iterator.
    const fields = headers && pairsOf(headers)
    layer.check(interimRules, { status, fields: fields ?? [], isLate: layer.isReturned }, layer.inside())
    const { can } = context
    try {
      context.sendInformational(status, fields)
    } catch (error) {
      layer.check(interimOutcomeRules, { can, error }, layer.server())
      throw error
    }
    layer.check(interimOutcomeRules, { can, error: undefined }, layer.server())
  }
}

/** `waitUntil`, looking at what it is given, when, and how that fares. */
export function watchWaitUntil(layer: Layer, context: Context): Context['waitUntil'] {
  return (promise) => {
    layer.check(waitRules, promise, layer.inside())
    if (isPromise(promise)) observeWork(layer, promise)
    context.waitUntil(promise)
  }
}

function observeWork(layer: Layer, promise: PromiseLike<unknown>): void {
  const blame = layer.inside()
  const isExpected = !layer.isReturned || layer.lifetime.isWorking
  layer.lifetime.work(promise)
  promise.then(undefined, (error: unknown) => layer.inBackground(() => layer.check(failedWorkRules, error, blame)))
  void layer.lifetime.isSent().then((isSent) => {
    layer.inBackground(() => layer.check(lateWaitRules, { isOver: isSent && !isExpected }, blame))
  })
}

function pairsOf(headers: HeaderInit): Fields {
  return Symbol.iterator in headers ? [...headers] : Object.entries(headers)
}
