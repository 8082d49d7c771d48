import { packageManagerOf, runScript } from './package-manager.ts'

describe('packageManagerOf', () => {
  it.each([
    ['npm/11.2.0 node/v24.1.0 linux x64 workspaces/false', 'npm'],
    ['pnpm/10.1.0 npm/? node/v24.1.0 linux x64', 'pnpm'],
    ['yarn/4.18.1 npm/? node/v24.1.0 linux x64', 'yarn'],
    ['bun/1.4.5 npm/? node/v24.3.0 linux x64', 'bun'],
    ['deno/2.9', 'npm'],
    [undefined, 'npm'],
  ])('of %s', (userAgent, manager) => expect(packageManagerOf(userAgent)).toBe(manager))
})

describe('runScript', () => {
  it.each([
    ['npm', 'test', 'npm test'],
    ['npm', 'check', 'npm run check'],
    ['pnpm', 'check', 'pnpm check'],
    ['yarn', 'build', 'yarn build'],
    ['bun', 'test', 'bun run test'],
  ] as const)('of %s and %s', (manager, script, words) => expect(runScript(manager, script)).toBe(words))
})
