import type { Layer } from './layer.ts'
import { abortRules, signalRules } from './rules/signal.ts'

const known = new WeakSet<AbortSignal>()

/** Looks at a signal that the inside asked for, and again when it fires. */
export function watchSignal(layer: Layer, signal: unknown): unknown {
  const giver = layer.giverOf('signal', signal)
  layer.check(signalRules, signal, giver)
  if (!(signal instanceof AbortSignal) || known.has(signal)) return signal
  known.add(signal)
  const check = () => {
    const { outcome } = layer.lifetime
    const isOver = giver.party === 'server' && outcome !== undefined && outcome !== 'aborted'
    layer.inBackground(() => layer.check(abortRules, { reason: signal.reason, isOver }, giver))
  }
  layer.lifetime.watch()
  if (signal.aborted) check()
  else signal.addEventListener('abort', check, { once: true })
  return signal
}
