import './scripts/source-imports.js'

const preloaded = ['./scripts/source-imports.js', './scripts/keep-worker-data.js'].map(
  (path) => `--import=${new URL(path, import.meta.url).href}`,
)
process.env.NODE_OPTIONS = `${preloaded.join(' ')} ${process.env.NODE_OPTIONS ?? ''}`

// The light runner runs each file in bare Node, in real ES modules, which strips the types by itself.
export default {
  runner: ['jest-light-runner', { runtime: 'child_process' }],
  testMatch: ['**/*.test.ts', '**/*.test.js'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  moduleFileExtensions: ['ts', 'js', 'json'],
  transform: {},
  setupFilesAfterEnv: ['<rootDir>/scripts/test-setup.js'],
  reporters: ['default', '<rootDir>/scripts/test-reporter.js'],
  maxWorkers: 2,
}
