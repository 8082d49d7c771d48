import type { Variable } from '../locals/capture.ts'
import type { Excerpt } from '../source/excerpt.ts'
import type { Member } from '../values/value.ts'

/** An error with everything that was known when it was thrown, as plain data without secrets. */
export interface Report {
  /** What the client was told, to find this report by. */
  readonly id: string
  /** The same for errors of the same kind from the same functions, also when lines have moved. */
  readonly signature: string
  /** When it happened, in ISO 8601. */
  readonly time: string
  /** The status that answered it; `undefined` outside of a request. */
  readonly status: number | undefined
  /** What was thrown. */
  readonly error: ErrorReport
  /** The request during which it happened. */
  readonly request: RequestReport | undefined
  /** The process. */
  readonly runtime: readonly Field[]
  /** How many errors of this signature were answered since the last report, without a report of their own. */
  readonly repeated: number
  /** What the reader should know, such as why there are no values. */
  readonly notes: readonly string[]
}

/** An error, and those that led to it. */
export interface ErrorReport {
  /** The error's name or the name of its class; of what is no error, its type. */
  readonly name: string
  /** Its message; of what is no error, its value. */
  readonly message: string
  /** The properties it has besides. */
  readonly properties: readonly Member[]
  /** Innermost first. */
  readonly frames: readonly Frame[]
  /** How many frames at the end are left out, since the error that this one led to has the same. */
  readonly sharedFrames: number
  /** Its cause, the errors that an AggregateError holds, those of a SuppressedError. */
  readonly related: readonly RelatedError[]
}

/** An error that belongs to another. */
export interface RelatedError {
  /** `cause`, `errors[0]`, `error`, `suppressed`. */
  readonly relation: string
  /** `undefined` where it stands above already, or too deep. */
  readonly error: ErrorReport | undefined
  /** What is said in its place. */
  readonly omitted?: string
}

/** One call. */
export interface Frame {
  /** Whose code it is: the application's own, that of a package it depends on, or the runtime's. */
  readonly kind: 'app' | 'dependency' | 'runtime'
  /** As in a stack: `show`, `Wiki.show`, `new Page`; `''` when it has none. */
  readonly functionName: string
  /** Relative to the root where it is below, else as it is. */
  readonly file: string
  /** 0 where it is not known. */
  readonly line: number
  /** 0 where it is not known. */
  readonly column: number
  /** The package whose code it is. */
  readonly packageName: string | undefined
  /** Whether it was waiting for a promise: then its variables cannot be seen any more. */
  readonly isAsync: boolean
  /** The path or URL, for an editor. */
  readonly path: string
  /** Where it ran, when a source map says that it was written elsewhere. */
  readonly generated: string | undefined
  readonly source: Excerpt | undefined
  /** What the failing line reads, in its order: `page.title` besides `page`. */
  readonly lineValues: readonly Member[]
  /** All variables that were captured, from the inside out. */
  readonly variables: readonly Variable[]
}

/** The request, without its secrets. */
export interface RequestReport {
  readonly method: string
  readonly url: string
  readonly client: string
  readonly headers: readonly Field[]
  readonly form: readonly Field[]
  readonly sessionKeys: readonly string[]
  readonly gateway: readonly Field[]
  /** The meta-variables of CGI, FastCGI, SCGI. */
  readonly variables: readonly Field[]
}

/** A name with a text. */
export interface Field {
  readonly name: string
  readonly text: string
}
