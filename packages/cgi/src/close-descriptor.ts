import { closeSync, openSync } from 'node:fs'

/** Closes a standard descriptor, and puts the null device in its place: a file opened later must not pass for the request or the response. */
export function closeDescriptor(descriptor: number): void {
  try {
    closeSync(descriptor)
  } catch (error) {
    // The program may have been started with it closed.
    if (!(error instanceof Error && 'code' in error && error.code === 'EBADF')) throw error
  }
  occupy(descriptor)
}

function occupy(descriptor: number): void {
  const opened = openNull()
  if (opened === undefined || opened === descriptor) return
  if (opened > descriptor) closeSync(opened)
  else occupy(descriptor)
}

function openNull(): number | undefined {
  try {
    return openSync('/dev/null', 'r+')
  } catch {
    // A chroot may have none.
    return undefined
  }
}
