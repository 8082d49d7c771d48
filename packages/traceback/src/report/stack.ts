/** A line of a stack, as it was written. */
export interface StackFrame {
  /** With `new` and the receiver, without `async`; `''` when there is none. */
  readonly functionName: string
  /** A path or URL; `''` where it is not known. */
  readonly file: string
  /** From 1; 0 where it is not known. */
  readonly line: number
  /** From 1; 0 where it is not known. */
  readonly column: number
  readonly isAsync: boolean
}

const most = 200
const longestLine = 2000

/** The frames of a stack; what is part of the message, even when it looks like one, is none. */
export function parseStack(stack: string, header: string): StackFrame[] {
  const body = header !== '' && stack.startsWith(header) ? stack.slice(header.length) : stack
  const frames: StackFrame[] = []
  for (const line of body.split('\n', most * 5)) {
    if (frames.length >= most) break
    const text = line.length < longestLine ? /^ {4}at (.+)$/.exec(line)?.[1] : undefined
    if (text !== undefined) frames.push(frameOf(text))
  }
  return frames
}

// `async Wiki.show [as render] (file:///app/wiki.ts:10:5)`, or without a function and parentheses
function frameOf(text: string): StackFrame {
  const isAsync = text.startsWith('async ')
  const call = isAsync ? text.slice('async '.length) : text
  const open = call.endsWith(')') ? openingOf(call) : -1
  const place = open === -1 ? call : call.slice(open + 2, -1)
  const functionName = open === -1 ? '' : call.slice(0, open)
  return { functionName: plainName(functionName), ...placeOf(evaluated(place)), isAsync }
}

// The parenthesis that belongs to the last one: a path may have some of its own.
function openingOf(call: string): number {
  let depth = 0
  for (let index = call.length - 1; index > 0; index--) {
    if (call[index] === ')') depth++
    else if (call[index] === '(' && --depth === 0) return call[index - 1] === ' ' ? index - 1 : -1
  }
  return -1
}

// `eval at build (/app/x.js:1:2), <anonymous>:3:4` is where it was evaluated.
function evaluated(place: string): string {
  return /^eval at .*?\(((?!eval at)[^()]+:\d+:\d+)\)/.exec(place)?.[1] ?? place
}

function placeOf(place: string): Pick<StackFrame, 'file' | 'line' | 'column'> {
  const parts = /^(.*?):(\d{1,9})(?::(\d{1,9}))?$/.exec(place)
  if (parts) return { file: parts[1] ?? '', line: Number(parts[2]), column: Number(parts[3] ?? 0) }
  // `native`, `<anonymous>`, `index 3`, `wasm://…:wasm-function[3]:0x1a2`
  return { file: /^(?:native|<anonymous>|index \d+)$/.test(place) ? '' : place, line: 0, column: 0 }
}

function plainName(name: string): string {
  return name.replace(/^Object\.(?=[^.])/, '').replace(/ \[as [^\]]+\]$/, '')
}
