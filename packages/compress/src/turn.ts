/** Calls back after this many milliseconds, 0 being the end of the event loop's turn; the function it returns calls that off. */
export function after(milliseconds: number, callback: () => void): () => void {
  if (milliseconds === Number.POSITIVE_INFINITY) return () => {}
  if (milliseconds === 0 && 'setImmediate' in globalThis) {
    const turn = setImmediate(callback)
    return () => clearImmediate(turn)
  }
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}
