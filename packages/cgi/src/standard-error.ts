import { writeSync } from 'node:fs'

/** Writes a line to the web server's error log. */
export function logLine(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {
    // There is no other place to complain: a closed or full error log must not end the program.
  }
}
