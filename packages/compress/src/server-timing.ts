/** What the encoding of a response took and gave, as a metric of Server-Timing (https://www.w3.org/TR/server-timing/). */
export interface Timing {
  readonly coding: string
  readonly milliseconds: number
  readonly from: number
  readonly to: number
}

/** `enc;dur=0.21;desc="br 4.1x"`. */
export function serverTiming({ coding, milliseconds, from, to }: Timing): string {
  return `enc;dur=${milliseconds.toFixed(2)};desc="${coding} ${(from / to).toFixed(1)}x"`
}
