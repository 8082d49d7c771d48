import { isObject, read } from './read.ts'
import { show } from './show.ts'

/** Whether a value is what a member should be. */
export type Check = (value: unknown) => boolean

/** The members of an object and what each should be. */
export type Shape = Readonly<Record<string, Check>>

export const text: Check = (value) => typeof value === 'string'
export const filledText: Check = (value) => typeof value === 'string' && value !== ''
export const boolean: Check = (value) => typeof value === 'boolean'
export const natural: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
export const texts: Check = (value) => isObject(value) && Object.values(value).every(text)

export function optional(check: Check): Check {
  return (value) => value === undefined || check(value)
}

export function oneOf(...values: readonly unknown[]): Check {
  return (value) => values.includes(value)
}

export function shaped(shape: Shape): Check {
  return (value) => isObject(value) && misshapen('', value, shape) === undefined
}

/** The first member of a value that is not as it should be, in words. */
export function misshapen(name: string, value: unknown, shape: Shape): string | undefined {
  const wrong = Object.entries(shape).find(([member, check]) => !check(read(value, member)))
  return wrong && `${name}.${wrong[0]} is ${show(read(value, wrong[0]))}`
}
