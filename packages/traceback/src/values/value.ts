/** A value as it was, in words: nothing of the value itself is kept. */
export interface Value {
  /** `string`, `number`, …: what `typeof` says, or the kind of object: `array`, `map`, `error`, `date`, … */
  readonly type: string
  /** All of it for a primitive value, without quotes for a string; else what stands in front of the members: `User`, `Array(3)`. */
  readonly text: string
  /** Properties, items or entries. */
  readonly members?: readonly Member[]
  /** How much was left out: members, or characters of a string. */
  readonly more?: number
}

/** One property, item or entry. */
export interface Member {
  readonly name: string
  readonly value: Value
}

/** A value that takes the place of one that must not be shown. */
export const redactedValue: Value = { type: 'redacted', text: '[redacted]' }
