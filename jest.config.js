import './scripts/source-imports.js'

const preloaded = ['./scripts/source-imports.js', './scripts/keep-worker-data.js'].map(
  (path) => `--import=${new URL(path, import.meta.url).href}`,
)
process.env.NODE_OPTIONS = `${preloaded.join(' ')} ${process.env.NODE_OPTIONS ?? ''}`

// The light runner runs each file in bare Node, in real ES modules, which strips the types by itself.
export default {
  runner: ['jest-light-runner', { runtime: 'child_process' }],
  testMatch: ['**/*.test.ts', '**/*.test.js'],
  // The tests of a template run in the projects that are made of it.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/packages/[^/]+/template/'],
  moduleFileExtensions: ['ts', 'js', 'json'],
  transform: {},
  setupFilesAfterEnv: ['<rootDir>/scripts/test-setup.js'],
  reporters: ['default', '<rootDir>/scripts/test-reporter.js'],
  maxWorkers: 2,
}
