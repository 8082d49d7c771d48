/** The source of the table of media types that shrink. */
export function compressibleTypesSource(): string
