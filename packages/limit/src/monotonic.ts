// The first use of `performance` costs Node 1 ms, which a CGI program feels.
const hrtime = globalThis.process?.hrtime

/** Milliseconds of a clock that only goes forward. */
export function monotonic(): number {
  if (!hrtime) return performance.now()
  const [seconds, nanoseconds] = hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}
