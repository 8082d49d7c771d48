import type { Value } from '../values/value.ts'

/** The variables of the frames on the stack at the moment of a throw. */
export interface Capture {
  /** Innermost first; only frames of the application. */
  readonly frames: readonly CapturedFrame[]
}

/** A frame as the debugger saw it; lines and columns begin with 1, as in a stack. */
export interface CapturedFrame {
  readonly functionName: string
  readonly url: string
  readonly line: number
  readonly column: number
  /** Where the function begins and ends. */
  readonly range: Range | undefined
  readonly self: Value | undefined
  readonly variables: readonly Variable[]
}

/** From the first to the last place of a function. */
export interface Range {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** One variable, seen from a frame. */
export interface Variable {
  readonly name: string
  readonly value: Value
  readonly scope: Scope
}

/** Where a variable was declared, from the inside out. */
export type Scope = 'block' | 'catch' | 'local' | 'closure' | 'module'
