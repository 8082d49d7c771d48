/** One challenge of a `WWW-Authenticate` field (RFC 9110 §11.6.1). */
export interface Challenge {
  /** Such as `Basic`. */
  readonly scheme: string
  /** In this order; undefined ones are left out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>
}
