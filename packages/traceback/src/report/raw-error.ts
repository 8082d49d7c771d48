import { classNameOf, ownProperty, textProperty } from '../values/own-property.ts'
import { isError, isProxy } from '../values/object-kind.ts'
import { parseStack, type StackFrame } from './stack.ts'
import { stackText } from './stack-text.ts'

/** An error as it is, read without running any code of it. */
export interface RawError {
  readonly name: string
  readonly message: string
  readonly frames: readonly StackFrame[]
}

const longestMessage = 10_000

/** Whether something was made to be thrown: an error of any realm, or an object with message and stack. */
export function isErrorLike(thrown: unknown): thrown is object {
  if (typeof thrown !== 'object' || thrown === null || isProxy(thrown)) return false
  return isError(thrown) || (textProperty(thrown, 'message') !== undefined && ownProperty(thrown, 'stack') !== undefined)
}

export function rawError(error: object): RawError {
  const name = nameOf(error)
  const message = textProperty(error, 'message') ?? ''
  const stack = stackText(error)
  return { name: cut(name, 200), message: cut(message, longestMessage), frames: parseStack(stack, headerOf(stack, message)) }
}

// A class that does not say its name has that of `Error`, which says less than that of the class.
function nameOf(error: object): string {
  const name = textProperty(error, 'name')
  const className = classNameOf(error)
  if (name === undefined || name === '' || name === 'Error') return className ?? (name || 'Error')
  return name
}

// The stack begins with name and message as they were when the error was made; the message may have lines like those of a stack.
function headerOf(stack: string, message: string): string {
  const begin = message === '' ? -1 : stack.indexOf(message)
  return begin === -1 || begin > 300 ? '' : stack.slice(0, begin + message.length)
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text
}
