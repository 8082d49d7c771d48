import { HttpError } from '@gangway/gateway'

/** The number in a field of a query, if there is one. */
export function numberIn(query: string, name: string): number | undefined {
  const value = new URLSearchParams(query).get(name)
  if (value === null || value === '') return undefined
  return numberFrom(value)
}

/**
 * The number that a field of a form or a query holds.
 * @throws {HttpError} 400 when it is none.
 */
export function numberFrom(value: string | undefined): number {
  if (value === undefined || !/^\d{1,9}$/.test(value)) throw new HttpError(400, 'The form is not complete.')
  return Number(value)
}
