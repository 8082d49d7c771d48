/** Milliseconds of a clock that only goes forward. */
export function now(): number {
  // The first use of `performance` costs Node 1 ms, which a CGI program feels.
  if (!globalThis.process?.hrtime) return performance.now()
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}
