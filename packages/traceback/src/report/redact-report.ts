import type { Redactor } from '../redaction/redactor.ts'
import type { Member } from '../values/value.ts'
import type { ErrorReport, Frame } from './report.ts'

/** An error report without secrets: in messages, values, names, paths and source. */
export function redactError(error: ErrorReport, redactor: Redactor): ErrorReport {
  return {
    ...error,
    name: redactor.text(error.name),
    message: redactor.text(error.message),
    properties: redactMembers(error.properties, redactor),
    frames: error.frames.map((frame) => redactFrame(frame, redactor)),
    related: error.related.map((related) => ({ ...related, error: related.error && redactError(related.error, redactor) })),
  }
}

function redactFrame(frame: Frame, redactor: Redactor): Frame {
  const { source } = frame
  return {
    ...frame,
    functionName: redactor.text(frame.functionName),
    file: redactor.text(frame.file),
    path: redactor.text(frame.path),
    generated: frame.generated && redactor.text(frame.generated),
    source: source && { ...source, lines: redactor.source(source.lines) },
    lineValues: frame.lineValues.map(({ name, value }) => ({ name, value: redactor.value(lastName(name), value) })),
    variables: frame.variables.map((variable) => ({ ...variable, value: redactor.value(variable.name, variable.value) })),
  }
}

function redactMembers(members: readonly Member[], redactor: Redactor): Member[] {
  return members.map(({ name, value }) => ({ name: redactor.text(name), value: redactor.value(name, value) }))
}

// `request.password` is a password; so is what is read of one: `password.length`.
function lastName(path: string): string {
  return path.replaceAll('.', ' ')
}
