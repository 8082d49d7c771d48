import { isOurs } from '../own-code.ts'
import type { RawError } from './raw-error.ts'
import type { StackFrame } from './stack.ts'

const most = 5

/** The same for errors of one kind from the same functions of the application, whatever their messages say and on which lines they are. */
export function signatureOf({ name, frames }: RawError): string {
  const own = frames.filter((frame) => isOwn(frame.file))
  const calls = (own.length > 0 ? own : frames)
    .slice(0, most)
    .map(({ functionName, file }) => `${functionName}@${file.replace(/[?#].*$/, '')}`)
  return hash([name, ...calls].join('\n'))
}

/** Whether a frame is the application's, by where it lies. */
export function isOwn(file: StackFrame['file']): boolean {
  return file !== '' && !isOurs(file) && !file.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(file)
}

// Two of MurmurHash's steps side by side: it groups, and guards nothing.
function hash(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  return [high ^ (low >>> 15), low ^ (high >>> 13)].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
}
