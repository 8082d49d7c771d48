import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readWorkspace } from './workspace.js'

const roots = []

const picture = `\`\`\`text
 programs  │ wiki        → anything below
 servers   │ cgi         → gateway  node:
 ground    │ gateway     → nothing
\`\`\`
`

/** The manifest of a published package, as it should be, with changes. */
export function manifestOf(name, changes = {}) {
  return {
    name: `@gangway/${name}`,
    version: '0.0.0',
    description: 'What it is in half a sentence',
    license: 'MIT',
    repository: { type: 'git', url: 'git+https://github.com/gangway-js/gangway.git', directory: `packages/${name}` },
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist'],
    engines: { node: '>=22' },
    scripts: { build: 'tsc' },
    dependencies: {},
    publishConfig: { access: 'public', provenance: true },
    ...changes,
  }
}

export function readmeOf(name) {
  return `# @gangway/${name}\n\nWhat it is.\n\n\`\`\`sh\nnpm install @gangway/${name}\n\`\`\`\n\n\`\`\`js\nexample()\n\`\`\`\n\n## License\n\nMIT\n`
}

function packageOf(name, changes) {
  return {
    [`packages/${name}/package.json`]: manifestOf(name, changes),
    [`packages/${name}/tsconfig.json`]: { extends: '../../tsconfig.base.json' },
    [`packages/${name}/README.md`]: readmeOf(name),
    [`packages/${name}/src/index.ts`]: `export { ${name} } from './${name}.ts'\n`,
    [`packages/${name}/src/readme.test.ts`]: `import { runExample } from '../../../scripts/readme-example.js'\n`,
  }
}

const wiki = { name: '@gangway/wiki', version: '0.0.0', private: true, description: 'A wiki', license: 'MIT', type: 'module' }

const sound = {
  'package.json': { name: 'gangway-workspace', private: true, devDependencies: { jest: '30.0.0' } },
  'README.md': picture,
  ...packageOf('gateway'),
  'packages/gateway/src/gateway.ts': `export const gateway = 1\n`,
  ...packageOf('cgi', { dependencies: { '@gangway/gateway': 'workspace:^' } }),
  'packages/cgi/src/cgi.ts': `import { stdout } from 'node:process'\nimport { gateway } from '@gangway/gateway'\nexport const cgi = [stdout, gateway]\n`,
  'apps/wiki/package.json': { ...wiki, dependencies: { '@gangway/cgi': 'workspace:^', '@gangway/gateway': 'workspace:^' } },
  'apps/wiki/app.ts': `import { text } from '@gangway/gateway'\nexport default () => text('')\n`,
}

/** A small repository in which every check is content, with changes: text or JSON by path, `null` to leave a file out. */
export function workspaceWith(changes = {}) {
  const root = mkdtempSync(join(tmpdir(), 'gangway-check-'))
  roots.push(root)
  for (const [path, content] of Object.entries({ ...sound, ...changes })) {
    if (content === null) continue
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return readWorkspace(root)
}

/** Removes the folders of all of them. */
export function removeWorkspaces() {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
}
