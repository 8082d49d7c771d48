import type { FormFields } from './form-fields.ts'
import type { StandardSchema } from './standard-schema.ts'

/** What of a form does not fit. */
export interface FormIssue {
  /** The name of the field, with the place inside of it where there is one: `tags.1`. */
  readonly path: string
  readonly message: string
}

/** A form that fits, or what does not. Either way with the fields, to be shown again. */
export type Validated<Output> =
  | { readonly value: Output; readonly issues?: undefined; readonly fields: FormFields }
  | { readonly value?: undefined; readonly issues: readonly FormIssue[]; readonly fields: FormFields }

/** Holds fields against a schema. */
export async function validate<Output>(
  fields: FormFields,
  { schema, lists }: { readonly schema: StandardSchema<Output>; readonly lists?: readonly string[] | undefined },
): Promise<Validated<Output>> {
  const result = await schema['~standard'].validate(fields.toObject(lists))
  if (!result.issues) return { value: result.value, fields }
  const issues = result.issues.map(({ message, path = [] }) => ({ path: path.map(nameOf).join('.'), message }))
  return { issues, fields }
}

function nameOf(segment: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof segment === 'object' ? segment.key : segment)
}
