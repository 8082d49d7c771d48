import { parseCommandLine } from './command-line.ts'
import { PlanError } from './plan-error.ts'

describe('parseCommandLine', () => {
  it.each([
    [[], {}],
    [['here'], { folder: 'here' }],
    [['here', '--app'], { folder: 'here', kind: 'app' }],
    [['--with', 'session'], { kind: 'app', middleware: ['session'] }],
    [['--app', '--with='], { kind: 'app', middleware: [] }],
    [['--middleware', '--name', 'b', '--repository', 'https://c'], { kind: 'middleware', name: 'b', repository: 'https://c' }],
  ] as const)('reads %j', (parameters, plan) => {
    expect(parseCommandLine(parameters)).toEqual({
      plan,
      packageManager: undefined,
      yes: false,
      install: true,
      git: true,
      help: false,
      version: false,
    })
  })

  it('reads what to do beside', () => {
    expect(parseCommandLine(['-y', '--no-install', '--no-git', '--package-manager', 'bun'])).toMatchObject({
      yes: true,
      install: false,
      git: false,
      packageManager: 'bun',
    })
  })

  it.each([
    [['--what'], "Unknown option '--what'"],
    [['a', 'b'], 'one folder, please, not 2: a, b'],
    [['--app', '--middleware'], 'not both'],
    [['--name'], 'argument missing'],
    [['--package-manager', 'cargo'], 'npm, pnpm, yarn, bun, not "cargo"'],
    [['--with', 'magic'], 'there is no middleware "magic"'],
  ])('refuses %j', (parameters, message) => {
    expect(() => parseCommandLine(parameters)).toThrow(PlanError)
    expect(() => parseCommandLine(parameters)).toThrow(message)
  })
})
