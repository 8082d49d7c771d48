import { parseStack } from './stack.ts'

const parse = (line: string) => parseStack(`Error: x\n    at ${line}`, 'Error: x')[0]

describe('parseStack (T7)', () => {
  it.each<[string, string, string, number, number, boolean]>([
    ['show (/app/a.js:10:5)', 'show', '/app/a.js', 10, 5, false],
    ['async show (file:///app/a.js:10:5)', 'show', 'file:///app/a.js', 10, 5, true],
    ['async Promise.all (index 3)', 'Promise.all', '', 0, 0, true],
    ['new Promise (<anonymous>)', 'new Promise', '', 0, 0, false],
    ['Array.map (<anonymous>)', 'Array.map', '', 0, 0, false],
    ['Wiki.show [as render] (/app/a.js:1:2)', 'Wiki.show', '/app/a.js', 1, 2, false],
    ['Object.<anonymous> (/app/a.js:1:2)', '<anonymous>', '/app/a.js', 1, 2, false],
    ['/app/a.js:3:4', '', '/app/a.js', 3, 4, false],
    ['async file:///app/a.js:3:4', '', 'file:///app/a.js', 3, 4, true],
    ['node:internal/timers:1:2', '', 'node:internal/timers', 1, 2, false],
    ['run (node:vm:1:2)', 'run', 'node:vm', 1, 2, false],
    ['get (C:\\app\\a.js:5:6)', 'get', 'C:\\app\\a.js', 5, 6, false],
    ['get (\\\\host\\share\\a.js:5:6)', 'get', '\\\\host\\share\\a.js', 5, 6, false],
    ['get (webpack://app/./src/a.ts?1a2b:5:6)', 'get', 'webpack://app/./src/a.ts?1a2b', 5, 6, false],
    ['f (/app/with (parentheses)/a.js:1:2)', 'f', '/app/with (parentheses)/a.js', 1, 2, false],
    ['eval (eval at build (/app/a.js:7:8), <anonymous>:1:1)', 'eval', '/app/a.js', 7, 8, false],
    ['eval (eval at b (eval at a (/app/a.js:7:8)), <anonymous>:1:1)', 'eval', '/app/a.js', 7, 8, false],
    ['wasm://wasm/3e4d2c:wasm-function[3]:0x1a2', '', 'wasm://wasm/3e4d2c:wasm-function[3]:0x1a2', 0, 0, false],
    ['native', '', '', 0, 0, false],
    ['Foo.get bar [as bar] (/app/a.js:1:2)', 'Foo.get bar', '/app/a.js', 1, 2, false],
    ['#private (/app/a.js:1:2)', '#private', '/app/a.js', 1, 2, false],
  ])('reads %s', (line, functionName, file, at, column, isAsync) => {
    expect(parse(line)).toEqual({ functionName, file, line: at, column, isAsync })
  })

  it('takes no line of the message for a frame', () => {
    const header = 'Error: look\n    at forged (/etc/passwd:1:1)'
    expect(parseStack(`${header}\n    at real (/app/a.js:1:2)`, header)).toEqual([expect.objectContaining({ functionName: 'real' })])
  })

  it('is done with stacks of any size and shape in no time', () => {
    const started = performance.now()
    for (const line of ['    at x (', '    at (((((', '    at eval at (', '    at a:1', ' '.repeat(100)])
      parseStack(`${line.repeat(1000)}\n`.repeat(1000), '')
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(parseStack('    at f (/a.js:1:1)\n'.repeat(10_000), '')).toHaveLength(200)
  })
})
