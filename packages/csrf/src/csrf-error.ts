import { HttpError } from '@gangway/gateway'

/** Why a request was refused: the browser said that another site made it, its origin is another or unknown, or the token is missing or wrong. */
export type CsrfReason = 'cross-site' | 'origin' | 'token'

const messages: Readonly<Record<CsrfReason, string>> = {
  'cross-site': 'this request was made by a page of another site',
  origin: 'this request was made by a page of another origin, or of one that the browser does not tell',
  token: 'this request has no valid token; load the page again, then send its form',
}

/** A request that is refused with 403. */
export class CsrfError extends HttpError {
  override readonly name: string = 'CsrfError'
  readonly reason: CsrfReason

  constructor(reason: CsrfReason) {
    super(403, `csrf: ${messages[reason]}`, { headers: { vary: 'Sec-Fetch-Site, Origin' } })
    this.reason = reason
  }
}
