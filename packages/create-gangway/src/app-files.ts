import { randomBytes } from 'node:crypto'
import { appSource } from './app-source.ts'
import type { MiddlewareName } from './middleware-choices.ts'
import { type PackageManager, runScript } from './package-manager.ts'
import { type Files, filesOf } from './template.ts'
import { imported, type Ranges } from './versions.ts'

/** The files of an application. */
export function appFiles(name: string, middleware: readonly MiddlewareName[], manager: PackageManager, ranges: Ranges): Files {
  const scripts = Object.fromEntries(
    ['dev', 'test', 'check', 'build', 'start'].map((script) => [`run-${script}`, runScript(manager, script)]),
  )
  const files = filesOf('app', { 'an-app': name, ...scripts })
  if (!middleware.includes('static')) leaveOut(files, 'public/style.css')
  files.set('src/app.ts', appSource(name, middleware))
  files.set('.env', `SESSION_SECRET=${randomBytes(32).toString('base64url')}\n`)
  return files.set('package.json', `${JSON.stringify(manifestOf(name, files, ranges), null, 2)}\n`)
}

function leaveOut(files: Files, path: string): void {
  const lines = (files.get('README.md') ?? '').split('\n')
  files.set('README.md', lines.filter((line) => !line.startsWith(`- \`${path}\``)).join('\n'))
  files.delete(path)
}

function manifestOf(name: string, files: Files, ranges: Ranges): object {
  const sources = [...files].filter(([path]) => path.endsWith('.ts') && !path.endsWith('.test.ts')).map(([, text]) => text)
  return {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=22' },
    scripts: {
      dev: 'NODE_ENV=development node --watch src/http.ts',
      start: 'node dist/http.js',
      test: 'node --test',
      check: 'tsc',
      build: 'tsc -p tsconfig.build.json && chmod +x dist/cgi.js dist/fastcgi.js',
    },
    dependencies: imported(sources, ranges),
    devDependencies: Object.fromEntries([...ranges].filter(([each]) => ['@types/node', 'typescript'].includes(each))),
  }
}
