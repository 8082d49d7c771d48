import { fs } from './fs.ts'

/** Writes a line to the web server's error log. */
export function logLine(line: string): void {
  try {
    fs.writeSync(2, `${line}\n`)
  } catch {
    // There is no other place to complain: a closed or full error log must not end the program.
  }
}
