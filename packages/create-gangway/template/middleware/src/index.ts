import { addVary, extend, type Middleware, withHeaders } from '@gangway/gateway'

export interface PreferenceOptions {
  /** What a request may ask for. The first of them is the default. */
  values: readonly [string, ...string[]]
}

/**
 * Puts `preference` on the context: the value that the request names in its `X-Preference` field, or the first.
 * @throws {TypeError} when a value could not stand in a field.
 */
export function preference({ values }: PreferenceOptions): Middleware<{ preference: string }> {
  for (const value of values) if (!/^[\w-]+$/.test(value)) throw new TypeError(`preference: "${value}" is no word`)
  return (app) => (context) => {
    const response = app(extend(context, { preference: choose(context.headers.get('x-preference'), values) }))
    // An application that answers at once is not made to wait.
    return 'then' in response ? response.then(varying) : varying(response)
  }
}

/** The value that was asked for, or the first. */
export function choose(asked: string | null, values: readonly [string, ...string[]]): string {
  return values.find((value) => value === asked) ?? values[0]
}

// Caches keep the answers to different values apart.
function varying(response: Response): Response {
  return withHeaders(response, (headers) => addVary(headers, 'X-Preference'))
}
