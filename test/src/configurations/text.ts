/** A template literal in which every line with a `false` or `undefined` in it is left out. */
export function text(strings: TemplateStringsArray, ...values: (string | number | false | undefined)[]): string {
  const whole = String.raw(strings, ...values.map((value) => (value === false || value === undefined ? leftOut : value)))
  return whole
    .split('\n')
    .filter((line) => !line.includes(leftOut))
    .join('\n')
}

const leftOut = '\0'
