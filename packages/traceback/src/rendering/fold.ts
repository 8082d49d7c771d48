import type { Frame } from '../report/report.ts'

/** Frames as they are shown: those of the application by themselves, runs of others together. */
export type Folded = { readonly frame: Frame } | { readonly hidden: readonly Frame[] }

/** Puts together what is not the application's; the innermost frames stay where nothing is. */
export function foldFrames(frames: readonly Frame[]): Folded[] {
  const isShown = frames.some(({ kind }) => kind === 'app')
    ? ({ kind }: Frame) => kind === 'app'
    : ({ kind }: Frame) => kind === 'dependency'
  const folded: { frame?: Frame; hidden?: Frame[] }[] = []
  for (const frame of frames) {
    const last = folded.at(-1)
    if (isShown(frame)) folded.push({ frame })
    else if (last?.hidden) last.hidden.push(frame)
    else folded.push({ hidden: [frame] })
  }
  return folded.map(({ frame, hidden }) => (frame ? { frame } : { hidden: hidden ?? [] }))
}

/** Whose code frames are, in words: `express, node`. */
export function ownersOf(frames: readonly Frame[]): string {
  const owners = new Set(
    frames.map(
      ({ kind, packageName }) =>
        packageName ?? (kind === 'runtime' ? 'the runtime' : kind === 'dependency' ? 'other folders' : 'the application'),
    ),
  )
  return [...owners].join(', ')
}

/** `1 frame`, `2 frames`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** A function's name as it is called. */
export function callOf({ functionName }: Frame): string {
  return functionName === '' ? '(anonymous)' : functionName
}

/** Where a frame is. */
export function placeOf({ file, line, column }: Frame): string {
  if (file === '') return 'native code'
  return line === 0 ? file : `${file}:${line}${column === 0 ? '' : `:${column}`}`
}
