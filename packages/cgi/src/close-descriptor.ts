import { fs } from './fs.ts'

/** Closes a standard descriptor, and puts the null device in its place: a file opened later must not pass for the request or the response. */
export function closeDescriptor(descriptor: number): void {
  try {
    fs.closeSync(descriptor)
  } catch (error) {
    // The program may have been started with it closed.
    if (!(error instanceof Error && 'code' in error && error.code === 'EBADF')) throw error
  }
  occupy(descriptor)
}

function occupy(descriptor: number): void {
  const opened = openNull()
  if (opened === undefined || opened === descriptor) return
  if (opened > descriptor) fs.closeSync(opened)
  else occupy(descriptor)
}

function openNull(): number | undefined {
  try {
    return fs.openSync('/dev/null', 'r+')
  } catch {
    // A chroot may have none.
    return undefined
  }
}
