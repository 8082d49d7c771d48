// The first use of `performance` costs Node 1 ms, which a CGI program feels.
const hrtime = globalThis.process?.hrtime

/** Milliseconds of a clock that only goes forward. */
export function now(): number {
  if (!hrtime) return performance.now()
  const time = hrtime()
  return time[0] * 1000 + time[1] / 1e6
}
