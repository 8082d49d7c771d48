// Bundles the wiki into `dist`, so that a CGI process opens few files, and compiles its templates into it.
import { chmodSync, readdirSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { ModuleLoader } from 'ventojs/loaders/module.js'
import { environment } from './src/view/templates.ts'

const output = new ModuleLoader(new URL('templates/', import.meta.url))
const place = (path) => new URL(path, import.meta.url)

rmSync(place('dist'), { recursive: true, force: true })
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/app.ts', 'src/start.ts', 'src/wiki.cgi.ts', 'src/wiki.fcgi.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.16',
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  // CommonJS, and loaded only where DATABASE_URL says so.
  external: ['pg'],
  plugins: [{ name: 'compiled-templates', setup: useCompiledTemplates }],
})
for (const name of ['wiki.cgi.js', 'wiki.fcgi.js']) chmodSync(place(`dist/${name}`), 0o755)

function useCompiledTemplates({ onLoad }) {
  onLoad({ filter: /[\\/]view[\\/]template-loader\.ts$/ }, async () => ({ contents: await compiledTemplates(), loader: 'js' }))
}

/** A loader of templates that has them all, as functions. */
async function compiledTemplates() {
  const names = readdirSync(place('templates')).filter((name) => name.endsWith('.vto'))
  const compiled = await Promise.all(names.map((name) => environment.load(name)))
  const entries = compiled.map((template) => {
    const [, module] = output.output(template)
    return `${JSON.stringify(template.path)}: ${module.replace('export default ', '')}`
  })
  return `const templates = {${entries.join(',\n')}}
export const templateLoader = { resolve: (_, name) => name, load: async (name) => templates[name] }`
}
