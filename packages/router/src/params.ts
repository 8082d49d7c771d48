/** The parameters of a pattern: `:name` is a text, `:name<int>` a number, `*name` the decoded segments of the rest of the path. */
export type Params<Pattern extends string> = string extends Pattern
  ? Readonly<Record<string, string | number | readonly string[]>>
  : { readonly [Name in keyof Segments<Pattern>]: Segments<Pattern>[Name] }

type Segments<Pattern extends string> = Pattern extends `${infer First}/${infer Rest}` ? Segment<First> & Segments<Rest> : Segment<Pattern>

type Segment<Text extends string> = Text extends `:${infer Name}<int>`
  ? { [name in Name]: number }
  : Text extends `:${infer Name}`
    ? { [name in Name]: string }
    : Text extends `*${infer Name}`
      ? { [name in Name]: readonly string[] }
      : {}

/** What a parameter holds. */
export type Param = string | number | readonly string[]
